"""``hashlib.pbkdf2_hmac``, which is OpenSSL's elsewhere."""

import hashlib
import time

from .compiled_names import put
from .imports import when_imported

# CPython lets other threads run while it derives a key. Ours give way after so many iterations.
_ITERATIONS_AT_ONCE = 256


def pbkdf2_hmac(hash_name, password, salt, iterations, dklen=None):
    """A key of *dklen* bytes from a password, as RFC 8018 makes it, with HMAC of the hash of this name."""
    if not isinstance(hash_name, str):
        kind = type(hash_name).__name__
        raise TypeError(f"pbkdf2_hmac() argument 'hash_name' must be str, not {kind}")
    password, salt = bytes(memoryview(password)), bytes(memoryview(salt))
    if iterations < 1:
        raise ValueError('iteration value must be greater than 0.')
    inner, outer = _keyed(hash_name, password)
    size = inner.digest_size
    if dklen is None:
        dklen = size
    if dklen < 1:
        raise ValueError('key length must be greater than 0.')
    blocks = (
        _block(inner, outer, salt + number.to_bytes(4), iterations)
        for number in range(1, -(-dklen // size) + 1)
    )
    return b''.join(blocks)[:dklen]


def _keyed(hash_name, key):
    """Make the two hashes of HMAC, which have taken in the key (RFC 2104)."""
    inner, outer = hashlib.new(hash_name), hashlib.new(hash_name)
    if len(key) > inner.block_size:
        key = hashlib.new(hash_name, key).digest()
    key = key.ljust(inner.block_size, b'\0')
    inner.update(bytes(byte ^ 0x36 for byte in key))
    outer.update(bytes(byte ^ 0x5C for byte in key))
    return inner, outer


def _block(inner, outer, message, iterations):
    """Combine the HMACs of the HMACs of a message (RFC 8018)."""
    combined = 0
    for iteration in range(iterations):
        first, second = inner.copy(), outer.copy()
        first.update(message)
        second.update(first.digest())
        message = second.digest()
        combined ^= int.from_bytes(message)
        if iteration % _ITERATIONS_AT_ONCE == _ITERATIONS_AT_ONCE - 1:
            time.sleep(0)
    return combined.to_bytes(len(message))


def _add(module):
    put(pbkdf2_hmac, module)
    module.__all__ += ('pbkdf2_hmac',)


def install():
    """Add the function."""
    when_imported('hashlib', _add)
