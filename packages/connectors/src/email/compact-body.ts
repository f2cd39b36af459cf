/** Lines of a body as it stands beyond which a MIME parser that keeps every line as an object takes seconds and a gigabyte. */
const manyLines = 20_000;

const encodingField = /^content-transfer-encoding:[^\r\n]*(?:\r?\n[ \t][^\r\n]*)*/im;

const countLines = (body: string): number => {
  let lines = 0;
  for (let at = body.indexOf('\n'); at >= 0 && lines <= manyLines; at = body.indexOf('\n', at + 1)) lines += 1;
  return lines;
};

const type = /^content-type:\s*([^\s;]+)/im;
const attached = /^content-disposition:\s*attachment/im;

/** A file of a multipart mail: parsers would turn its line ends and keep the one that belongs to the boundary (RFC 2046, 5.1.1). */
const isFile = (block: string): boolean => {
  const name = type.exec(block)?.[1]?.toLowerCase();
  if (name === undefined || name.startsWith('multipart/') || name === 'message/rfc822') return false;
  return attached.test(block) || (name !== 'text/plain' && name !== 'text/html');
};

/**
 * The same part with its body in base64 on one line, where it has no encoding of its own and is a file of a multipart mail or has very
 * many lines; null elsewhere. In and out as Latin-1 text.
 */
export const compactBody = (
  block: string,
  body: string,
  inMultipart: boolean,
): { readonly block: string; readonly body: string } | null => {
  const exact = inMultipart && isFile(block);
  if (!exact && (body.length < manyLines || countLines(body) <= manyLines)) return null;
  const field = encodingField.exec(block)?.[0];
  if (field !== undefined && /base64|quoted-printable|uuencode/i.test(field)) return null;
  const encoded = 'Content-Transfer-Encoding: base64';
  const head =
    field === undefined ? `${block}${block === '' || block.endsWith('\n') ? '' : '\r\n'}${encoded}` : block.replace(field, () => encoded);
  // The line feed before the next boundary is not part of the body already; a carriage return may be left of it.
  const content = exact ? body.replace(/\r$/, '') : body.replaceAll('\r\n', '\n');
  return { block: head, body: `${Buffer.from(content, 'latin1').toString('base64')}\r\n` };
};
