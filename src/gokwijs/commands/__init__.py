"""The commands of ``gokwijs``, one module each, imported only when used."""
