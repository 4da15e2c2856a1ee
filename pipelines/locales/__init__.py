"""The message catalogues: `<language>/LC_MESSAGES/tipor.po` and what is compiled from it.

English is the key, so there is no English catalogue. What does not belong here: labels of codes, which stand
in `schemas/code_lists/`.
"""
