"""A module that only PYTHONPATH finds."""


def greet(name):
    assert name, 'who?'
    return f'hello {name}'
