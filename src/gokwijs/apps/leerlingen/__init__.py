"""Pupils, their enrolments and the dated facts about their kenmerken."""
