"""The Word template of a school, filled in a process of its own.

``vullen`` starts that process and sets its time; ``kind`` is what runs in it: ``grens`` sets its
memory, ``pakket`` looks at the file, ``taal`` is what a template may say, ``tekst`` puts texts in.
"""
