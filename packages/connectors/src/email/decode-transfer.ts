const hexPair = /=([\da-f]{2})/gi;

/** Bytes of a body by its Content-Transfer-Encoding (RFC 2045); the body as Latin-1 text. */
export const decodeTransfer = (body: string, encoding: string): Buffer => {
  if (/base64/i.test(encoding)) return Buffer.from(body, 'base64');
  if (!/quoted-printable/i.test(encoding)) return Buffer.from(body, 'latin1');
  const soft = body.replace(/=[ \t]*\r?\n/g, '');
  return Buffer.from(
    soft.replace(hexPair, (_whole, pair: string) => String.fromCharCode(Number.parseInt(pair, 16))),
    'latin1',
  );
};
