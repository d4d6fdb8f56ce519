"""Stories from and for Twine: Twee 3, and Twine 2's published HTML in the SugarCube format.

Specifications: Twee 3 and Twine 2 HTML Output (Interactive Fiction Technology Foundation), and
the markup and macros of SugarCube 2. Nothing in a story is ever executed.
"""
