import { beforeEach, describe, expect, it } from 'vitest';
import { TerminalInput } from '../../../src/runtime/host/api/terminal-input.ts';
import { POLL } from '../../../src/runtime/protocol/poll-events.ts';

let shown = '';
let interrupts = 0;
let terminal: TerminalInput;

beforeEach(() => {
  shown = '';
  interrupts = 0;
  terminal = new TerminalInput({
    echo: (text) => (shown += text),
    interrupt: () => (interrupts += 1),
  });
});

/** All that can be read now, one read each. */
function reads(maxBytes = 100): string[] {
  const found: string[] = [];
  for (let bytes = readNow(); bytes !== null; bytes = readNow()) found.push(new TextDecoder().decode(bytes));
  return found;

  function readNow(): Uint8Array | null {
    return terminal.description.readNow!(maxBytes);
  }
}

describe('a terminal’s input', () => {
  it.each([
    ['a line', 'text\r', ['text\n'], 'text\n'],
    ['several lines, one a read', 'one\ntwo\n', ['one\n', 'two\n'], 'one\ntwo\n'],
    ['nothing before Return', 'text', [], 'text'],
    ['what is left after backspaces', 'axx\x7f\x08b\r', ['ab\n'], 'axx\b \b\b \bb\n'],
    ['no more than there is to erase', '\x7f\x7fa\r', ['a\n'], 'a\n'],
    ['a line begun anew by Ctrl+U', 'two words\x15x\r', ['x\n'], `two words${'\b \b'.repeat(9)}x\n`],
    [
      'a line without its last word by Ctrl+W',
      'one two  \x17x\r',
      ['one x\n'],
      `one two  ${'\b \b'.repeat(5)}x\n`,
    ],
    ['control characters as carets', '\x1b[A\x7f\x7f\x7f\r', ['\n'], `^[[A${'\b \b'.repeat(4)}\n`],
    ['whole characters', 'é😀\x7f\r', ['é\n'], 'é😀\b \b\n'],
    ['part of a line at Ctrl+D', 'part\x04', ['part'], 'part'],
    ['an end at Ctrl+D, and lines behind it', '\x04more\r', ['', 'more\n'], 'more\n'],
    ['nothing of a line that Ctrl+C drops', 'sent\rdropped\x03', [], 'sent\ndropped^C'],
  ])('gives %s', (_what, typed, found, echoed) => {
    terminal.type(typed);
    expect(reads()).toEqual(found);
    expect(shown).toBe(echoed);
    expect(interrupts).toBe(typed.includes('\x03') ? 1 : 0);
  });

  it('gives a line to who waits for it, and the rest of it to the next read', async () => {
    const line = terminal.description.read(4);
    terminal.type('a long line\r');
    expect(new TextDecoder().decode(await line)).toBe('a lo');
    expect(reads()).toEqual(['ng line\n']);
  });

  it('tells who polls when there is a line', () => {
    let changes = 0;
    const unwatch = terminal.description.watch!(() => (changes += 1));
    terminal.type('x');
    expect([terminal.description.poll!(), changes]).toEqual([0, 0]);
    terminal.type('\r');
    expect([terminal.description.poll!(), changes]).toEqual([POLL.readable, 1]);
    unwatch();
  });

  it('passes every key on in raw mode, and shows none', () => {
    terminal.type('half');
    terminal.description.setRaw!(true);
    terminal.type('\x03');
    terminal.type('\r');
    expect([reads(), shown, interrupts]).toEqual([['half', '\x03', '\r'], 'half', 0]);
    terminal.description.setRaw!(false);
    terminal.type('x');
    expect([reads(), shown]).toEqual([[], 'halfx']);
  });
});
