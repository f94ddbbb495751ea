/** The variables of the shell, as arithmetic sees them. */
export interface ArithmeticVariables {
  get(name: string): string | undefined;
  set(name: string, value: string): void;
}

/**
 * What an arithmetic expression of the shell is worth: C's operators on 64-bit integers.
 * @throws Error in the words of `sh`
 */
export function arithmeticValue(expression: string, variables: ArithmeticVariables): bigint {
  return new Arithmetic(expression, variables).value();
}

const token =
  /\s*(0[xX][\da-fA-F]+|\d+|[A-Za-z_]\w*|<<=|>>=|\+\+|--|&&|\|\||<<|>>|[-+*/%&|^<>=!]=|[-+*/%&|^<>=!~?:(),])/y;

/** From what binds least to what binds most. */
const levels: readonly (readonly string[])[] = [
  ['||'],
  ['&&'],
  ['|'],
  ['^'],
  ['&'],
  ['==', '!='],
  ['<', '<=', '>', '>='],
  ['<<', '>>'],
  ['+', '-'],
  ['*', '/', '%'],
];

const truth = (is: boolean): bigint => (is ? 1n : 0n);

const operations: Readonly<Record<string, (a: bigint, b: bigint) => bigint>> = {
  '|': (a, b) => a | b,
  '^': (a, b) => a ^ b,
  '&': (a, b) => a & b,
  '==': (a, b) => truth(a === b),
  '!=': (a, b) => truth(a !== b),
  '<': (a, b) => truth(a < b),
  '<=': (a, b) => truth(a <= b),
  '>': (a, b) => truth(a > b),
  '>=': (a, b) => truth(a >= b),
  '<<': (a, b) => a << (b & 63n),
  '>>': (a, b) => a >> (b & 63n),
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': divided((a, b) => a / b),
  '%': divided((a, b) => a % b),
};

function divided(operation: (a: bigint, b: bigint) => bigint): (a: bigint, b: bigint) => bigint {
  return (a, b) => {
    if (b === 0n) throw new Error('arithmetic expression: division by zero');
    return operation(a, b);
  };
}

class Arithmetic {
  readonly #expression: string;
  readonly #variables: ArithmeticVariables;
  readonly #tokens: string[] = [];
  #at = 0;
  /** Within what `&&`, `||` and `?` pass over, nothing is assigned and nothing divided. */
  #skipped = 0;

  constructor(expression: string, variables: ArithmeticVariables) {
    this.#expression = expression;
    this.#variables = variables;
    token.lastIndex = 0;
    for (let match = token.exec(expression); match; match = token.exec(expression)) {
      this.#tokens.push(match[1]!);
      if (/^\s*$/.test(expression.slice(token.lastIndex))) return;
    }
    if (expression.trim() !== '') throw this.#syntaxError();
  }

  value(): bigint {
    if (this.#tokens.length === 0) return 0n;
    const value = this.#comma();
    if (this.#at < this.#tokens.length) throw this.#syntaxError();
    return value;
  }

  #comma(): bigint {
    let value = this.#assignment();
    while (this.#takes(',')) value = this.#assignment();
    return value;
  }

  #assignment(): bigint {
    const [name = '', operator = ''] = this.#tokens.slice(this.#at, this.#at + 2);
    const isAssignment = /^[A-Za-z_]/.test(name) && /^(?:[-+*/%&|^]|<<|>>)?=$/.test(operator);
    if (!isAssignment) return this.#conditional();
    this.#at += 2;
    const right = this.#assignment();
    const operation = operator.slice(0, -1);
    return this.#assign(name, operation === '' ? right : this.#apply(operation, this.#read(name), right));
  }

  #conditional(): bigint {
    const test = this.#binary(0);
    if (!this.#takes('?')) return test;
    const yes = this.#unless(test === 0n, () => this.#comma());
    if (!this.#takes(':')) throw this.#syntaxError();
    const no = this.#unless(test !== 0n, () => this.#conditional());
    return test === 0n ? no : yes;
  }

  #binary(level: number): bigint {
    const operators = levels[level];
    if (!operators) return this.#unary();
    let left = this.#binary(level + 1);
    for (;;) {
      const operator = this.#tokens[this.#at];
      if (operator === undefined || !operators.includes(operator)) return left;
      this.#at += 1;
      const isDecided = (operator === '&&' && left === 0n) || (operator === '||' && left !== 0n);
      const right = this.#unless(isDecided, () => this.#binary(level + 1));
      if (operator === '&&') left = truth(left !== 0n && right !== 0n);
      else if (operator === '||') left = truth(left !== 0n || right !== 0n);
      else left = this.#apply(operator, left, right);
    }
  }

  #unary(): bigint {
    if (this.#takes('-')) return BigInt.asIntN(64, -this.#unary());
    if (this.#takes('+')) return this.#unary();
    if (this.#takes('!')) return truth(this.#unary() === 0n);
    if (this.#takes('~')) return ~this.#unary();
    const step = this.#takes('++') ? 1n : this.#takes('--') ? -1n : 0n;
    if (step !== 0n) {
      const name = this.#tokens[this.#at++] ?? '';
      return this.#assign(name, this.#read(name) + step);
    }
    return this.#primary();
  }

  #primary(): bigint {
    if (this.#takes('(')) {
      const value = this.#comma();
      if (!this.#takes(')')) throw this.#syntaxError();
      return value;
    }
    const word = this.#tokens[this.#at++];
    if (word === undefined || !/^\w/.test(word)) throw this.#syntaxError();
    if (/^\d/.test(word)) return numberOf(word);
    const value = this.#read(word);
    if (this.#takes('++')) this.#assign(word, value + 1n);
    else if (this.#takes('--')) this.#assign(word, value - 1n);
    return value;
  }

  #apply(operator: string, left: bigint, right: bigint): bigint {
    if (this.#skipped > 0) return 0n;
    return BigInt.asIntN(64, operations[operator]!(left, right));
  }

  #read(name: string): bigint {
    const text = (this.#variables.get(name) ?? '').trim();
    if (text === '') return 0n;
    if (/^[-+]?(?:0[xX][\da-fA-F]+|\d+)$/.test(text)) {
      return text.startsWith('-') ? -numberOf(text.slice(1)) : numberOf(text.replace('+', ''));
    }
    throw new Error(`Illegal number: ${text}`);
  }

  #assign(name: string, value: bigint): bigint {
    const kept = BigInt.asIntN(64, value);
    if (this.#skipped === 0) this.#variables.set(name, String(kept));
    return kept;
  }

  #unless(isSkipped: boolean, evaluate: () => bigint): bigint {
    if (!isSkipped) return evaluate();
    this.#skipped += 1;
    try {
      return evaluate();
    } finally {
      this.#skipped -= 1;
    }
  }

  #takes(text: string): boolean {
    if (this.#tokens[this.#at] !== text) return false;
    this.#at += 1;
    return true;
  }

  #syntaxError(): Error {
    return new Error(`arithmetic expression: syntax error: "${this.#expression.trim()}"`);
  }
}

/** A number that begins with 0 is octal. */
function numberOf(digits: string): bigint {
  return BigInt(/^0\d/.test(digits) ? `0o${digits.slice(1)}` : digits);
}
