export interface ServerEvent {
  readonly event: string;
  readonly data: string;
}

const endOfLine = /\r\n|\n|\r/u;

/** Reads a text/event-stream piece by piece (WHATWG HTML, 9.2.6), however the network cuts it. Comments and `retry` are passed over. */
export const sseReader = (): ((chunk: string) => readonly ServerEvent[]) => {
  let rest = '';
  let event = '';
  let data: string[] = [];
  const take = (line: string): ServerEvent | null => {
    if (line === '') {
      const whole = data.length === 0 ? null : { event: event === '' ? 'message' : event, data: data.join('\n') };
      event = '';
      data = [];
      return whole;
    }
    const colon = line.indexOf(':');
    const name = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /u, '');
    if (name === 'event') event = value;
    if (name === 'data') data.push(value);
    return null;
  };
  return (chunk) => {
    rest += chunk;
    const found: ServerEvent[] = [];
    for (;;) {
      const match = endOfLine.exec(rest);
      // A lone CR at the end may be the first half of CR LF.
      if (match === null || (match[0] === '\r' && match.index === rest.length - 1)) return found;
      const whole = take(rest.slice(0, match.index));
      rest = rest.slice(match.index + match[0].length);
      if (whole !== null) found.push(whole);
    }
  };
};
