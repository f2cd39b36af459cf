export type LogFields = Readonly<Record<string, string | number | boolean>>;

const secretName = /secret|passw|token|authori[sz]ation|cookie|api_?key|pseudonym|credential/iu;
const personalName = /^(text|body|title|address|e?-?mail|phone|author|display|subject|value|payload)$/iu;
// Bounded on the left, as an unbounded run is searched anew from each of its places.
const mail = /[^\s@]{1,64}@[^\s@,;>]+/gu;
const longNumber = /\d{11,}/gu;
const credentials = /\/\/[^/\s:@]*:[^/\s@]*@/gu;

/** Log fields are short by contract; a longer one is cut, UTF-16 code units. */
const lengthLimit = 2000;

const redactValue = (text: string): string =>
  text.slice(0, lengthLimit).replace(credentials, '//[secret]/').replace(mail, '[mail]').replace(longNumber, '[number]');

/** The last line of defence for logs: fields that are named like secrets or personal data, and what looks like them inside other texts. */
export const redact = (fields: LogFields): LogFields => {
  const safe: Record<string, string | number | boolean> = {};
  for (const [name, value] of Object.entries(fields)) {
    if (secretName.test(name)) safe[name] = '[secret]';
    else if (personalName.test(name)) safe[name] = '[personal]';
    else safe[name] = typeof value === 'string' ? redactValue(value) : value;
  }
  return safe;
};
