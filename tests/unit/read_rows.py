"""A small table that nothing is wrong with, for the tests of reading."""

HEADER = ["country code", "country", "year", "organ", "number of victims"]
ROWS = [
    ["TZA", "Tanzania", "2019", "cornea", "49"],
    ["BTN", "Bhutan", "2014", "kidney", "79"],
    ["KOR", "Korea", "2013", "cornea", "61"],
    ["POL", "Poland", "2020", "liver", "103"],
    ["CZE", "Czechia", "2012", "liver", "80"],
    ["ZWE", "Zimbabwe", "2024", "cornea", "196"],
    ["LKA", "Sri Lanka", "2024", "kidney", "101"],
]
