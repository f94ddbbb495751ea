import sys


def divide(a, b):
    return a / b


class Account:
    def pay(self):
        try:
            divide(1, 0)
        except ZeroDivisionError as error:
            raise ValueError('cannot pay') from error


print('before')
sys.stdout.flush()
Account().pay()
