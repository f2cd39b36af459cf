import { fault, type Fault, type FaultCode } from '../faults.ts';

/** Ends a parse; never leaves `parseQuery`. */
export class QueryStop extends Error {
  readonly fault: Fault;
  readonly position: number;
  readonly expected: string;

  constructor(code: FaultCode, position: number, expected: string, what: string) {
    super(what);
    this.name = 'QueryStop';
    this.position = position;
    this.expected = expected;
    this.fault = fault(code, { detail: `${what} at character ${position + 1}: expected ${expected}` });
  }
}

/** A run of characters up to white space or a bracket, escapes resolved. */
export interface Word {
  readonly value: string;
  readonly start: number;
  /** Written without a backslash, so that AND, OR, NOT and a lone * have their meaning. */
  readonly plain: boolean;
  /** The last character is an unescaped asterisk. */
  readonly star: boolean;
}

const space = /\s/;
const stops = new Set('()（）"“”「」');
const closers: Readonly<Record<string, string>> = { '"': '"', '“': '”"“', '”': '”"“', '「': '」' };

/** A position in the query text. Every read moves it forwards, so a parse is linear. */
export class QueryReader {
  readonly text: string;
  at = 0;

  constructor(text: string) {
    this.text = text;
  }

  get here(): string {
    return this.text[this.at] ?? '';
  }

  get atEnd(): boolean {
    return this.at >= this.text.length;
  }

  skipSpace(): void {
    while (!this.atEnd && space.test(this.here)) this.at += 1;
  }

  /** Takes one of the characters where it stands here. */
  take(characters: string): boolean {
    if (this.atEnd || !characters.includes(this.here)) return false;
    this.at += 1;
    return true;
  }

  stop(expected: string): QueryStop {
    const found = this.atEnd ? 'end of the query' : `"${String.fromCodePoint(this.text.codePointAt(this.at) ?? 0)}"`;
    return new QueryStop('err:query:client:syntax', this.at, expected, `unexpected ${found}`);
  }

  /** An upper-case operator stands here alone. */
  seesOperator(name: 'AND' | 'OR' | 'NOT' | 'TO'): boolean {
    const after = this.text[this.at + name.length];
    return this.text.startsWith(name, this.at) && (after === undefined || space.test(after) || stops.has(after));
  }

  takeOperator(name: 'AND' | 'OR' | 'NOT' | 'TO'): boolean {
    const seen = this.seesOperator(name);
    if (seen) this.at += name.length;
    return seen;
  }

  get atQuote(): boolean {
    return Object.hasOwn(closers, this.here);
  }

  /** The text between quotes, which must stand here. */
  quoted(): string {
    const opened = this.at;
    const closer = closers[this.here] ?? '"';
    this.at += 1;
    let value = '';
    while (!this.atEnd) {
      const character = this.here;
      this.at += 1;
      if (closer.includes(character)) return value;
      if (character === '\\' && !this.atEnd) {
        value += this.here;
        this.at += 1;
      } else {
        value += character;
      }
    }
    throw new QueryStop('err:query:client:syntax', opened, 'a closing quote', 'unclosed quote');
  }

  /** @param more characters that end the word besides white space, parentheses and quotes */
  word(more = ''): Word {
    const start = this.at;
    let value = '';
    let plain = true;
    let star = false;
    while (!this.atEnd) {
      const character = this.here;
      if (space.test(character) || stops.has(character) || more.includes(character)) break;
      this.at += 1;
      const escaped = character === '\\' && !this.atEnd;
      if (escaped) {
        plain = false;
        value += this.here;
        this.at += 1;
      } else {
        value += character;
      }
      star = !escaped && character === '*';
    }
    return { value, start, plain, star };
  }

  /** The name before a colon, taken with its colon; undefined, and nothing taken, where no field stands here. */
  fieldName(): string | undefined {
    const start = this.at;
    if (!/[A-Za-z@_]/.test(this.here)) return undefined;
    const { value, plain } = this.word(':：');
    const address = plain && this.text.startsWith('://', this.at);
    if (!address && this.take(':：')) return value;
    this.at = start;
    return undefined;
  }
}
