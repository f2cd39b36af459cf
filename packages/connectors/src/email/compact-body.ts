/** Lines of a body as it stands beyond which a MIME parser that keeps every line as an object takes seconds and a gigabyte. */
const manyLines = 20_000;

const encodingField = /^content-transfer-encoding:[^\r\n]*(?:\r?\n[ \t][^\r\n]*)*/im;

const countLines = (body: string): number => {
  let lines = 0;
  for (let at = body.indexOf('\n'); at >= 0 && lines <= manyLines; at = body.indexOf('\n', at + 1)) lines += 1;
  return lines;
};

/**
 * The same part with its body in base64 on one line, where it has very many lines and no encoding of its own; null elsewhere. In and out
 * as Latin-1 text.
 */
export const compactBody = (block: string, body: string): { readonly block: string; readonly body: string } | null => {
  if (body.length < manyLines || countLines(body) <= manyLines) return null;
  const field = encodingField.exec(block)?.[0];
  if (field !== undefined && /base64|quoted-printable/i.test(field)) return null;
  const encoded = `Content-Transfer-Encoding: base64`;
  const head =
    field === undefined ? `${block}${block === '' || block.endsWith('\n') ? '' : '\r\n'}${encoded}` : block.replace(field, () => encoded);
  return { block: head, body: `${Buffer.from(body.replaceAll('\r\n', '\n'), 'latin1').toString('base64')}\r\n` };
};
