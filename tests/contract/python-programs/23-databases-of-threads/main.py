"""A connection of sqlite3 belongs to the thread that made it, unless it is told otherwise."""

import os
import pickle
import sqlite3
import threading


def attempt(name, call):
    try:
        print(name, call())
    except Exception as error:
        # Not the numbers of the threads.
        print(name, type(error).__name__, str(error).split(' thread id')[0])


def in_thread(name, call):
    thread = threading.Thread(target=attempt, args=(name, call))
    thread.start()
    thread.join()


class Connection(sqlite3.Connection):
    def twice(self, number):
        return self.execute('select 2 * ?', (number,)).fetchone()[0]


class Cursor(sqlite3.Cursor):
    pass


def main():
    connection = sqlite3.connect(':memory:')
    cursor = connection.cursor()
    cursor.execute('create table t(a, b)')
    cursor.executemany('insert into t values(?, ?)', [(1, 'x'), (2, 'y')])
    connection.commit()

    in_thread('execute', lambda: connection.execute('select 1'))
    in_thread('cursor', connection.cursor)
    in_thread('cursor.execute', lambda: cursor.execute('select 1'))
    in_thread('cursor.fetchone', cursor.fetchone)
    in_thread('next', lambda: next(cursor))
    in_thread('cursor.close', cursor.close)
    in_thread('commit', connection.commit)
    in_thread('rollback', connection.rollback)
    in_thread('close', connection.close)
    in_thread('create_function', lambda: connection.create_function('f', 1, abs))
    in_thread('interrupt', connection.interrupt)
    in_thread('in_transaction', lambda: connection.in_transaction)
    print(type(connection), type(cursor), cursor.execute('select * from t').fetchall())

    with connection:
        connection.execute('insert into t values(3, ?)', ('z',))
    try:
        with connection:
            connection.execute('insert into t values(4, 4)')
            raise LookupError
    except LookupError:
        print(connection.execute('select count(*) from t').fetchone())
    attempt('pickle', lambda: pickle.dumps(connection))
    attempt('pickle a cursor', lambda: pickle.dumps(cursor))

    derived = sqlite3.connect(':memory:', factory=Connection)
    print(derived.twice(4), isinstance(derived, sqlite3.Connection))
    in_thread('derived', lambda: derived.twice(4))
    print(type(derived.cursor(Cursor)).__name__, type(derived.cursor(factory=Cursor)).__name__)

    shared = sqlite3.connect('shared.db', check_same_thread=False)
    shared.execute('create table t(a)')
    in_thread('shared', lambda: shared.execute('select 1').fetchall())

    def insert(number):
        own = sqlite3.connect('shared.db', timeout=30)
        with own:
            own.execute('insert into t values(?)', (number,))
        own.close()

    threads = [threading.Thread(target=insert, args=(number,)) for number in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print(sorted(shared.execute('select a from t')))

    other = sqlite3.connect('shared.db', timeout=0.05, isolation_level=None)
    shared.execute('insert into t values(9)')
    attempt('locked', lambda: other.execute('begin immediate'))
    shared.rollback()
    shared.close()
    attempt('closed', lambda: shared.execute('select 1'))
    other.close()
    os.remove('shared.db')


main()
