const wroteEnd =
  /(?:wrote|writes|a écrit|schrieb|escribió|ha scritto|schreef|escreveu|skrev|kirjoitti|napisała?|写道|寫道|написал\(?а?\)?|следующее|geschreven|đã viết|の書き込み|님이 작성)(?:[^\n]{0,80})?\s?[:：]\s*$/i;
const wroteStart =
  /^[\s>*]*(?:On\b|Le\b|Am\b|El\b|Il\b|Op\b|Em\b|Den\b|Dnia\b|W dniu\b|Il giorno\b|Wiadomość|在|于|於|\d{4}[-年/]\d|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|[^\n]{1,80}[<＜][^>\n]{1,80}@|På\b|Vào\b)/;

const separator =
  /^\s*[-–—_=*]{2,}\s*(?:original (?:message|appointment|email)|forwarded message|原始邮件|原邮件|原始郵件|回复的原邮件|回复的邮件|转发的?(?:邮件|邮件信息)|轉寄郵件|ursprüngliche nachricht|weitergeleitete nachricht|message (?:d'origine|original|transféré)|mensaje original|messaggio originale|mensagem original|oprindelig meddelelse|opprinnelig melding|reply message|origin?al)\s*[-–—_=*]{2,}\s*$/i;
const bareSeparator = /^\s*(?:begin forwarded message\s*[:：]|原始邮件\s*[:：]?|回复的原邮件\s*[:：]?|original message\s*[:：]?)\s*$/i;

const field =
  /^[\s>*]*(from|sent|date|to|cc|subject|reply-to|från|skickat|till|ämne|von|gesendet|an|betreff|datum|de|envoyé|à|objet|enviado|para|asunto|assunto|da|inviato|a|oggetto|fra|sendt|til|emne|od|wysłano|do|temat|发件人|寄件者|寄件人|发送时间|发送日期|寄件日期|傳送時間|日期|时间|收件人|收件者|抄送|副本|主题|主旨)\s*\*?\s*[:：]/i;
const sender = /^[\s>*]*(?:from|från|von|de|da|fra|od|发件人|寄件者|寄件人)\s*\*?\s*[:：]\s*\S/i;

/** Last line of an attribution ("On … wrote:", 于…写道：) that starts at `at` and spans up to four lines; -1 where none does. */
export const attributionEnd = (lines: readonly string[], at: number): number => {
  const first = lines[at] ?? '';
  if (first.length > 400 || !wroteStart.test(first)) return -1;
  for (let end = at; end < Math.min(at + 4, lines.length); end += 1) {
    const line = lines[end] ?? '';
    if (line.trim() === '' || line.length > 400) return -1;
    if (wroteEnd.test(line)) return end;
  }
  return -1;
};

export const isSeparator = (line: string): boolean => line.length < 200 && (separator.test(line) || bareSeparator.test(line));

/** A block of copied mail headers within eight lines: three fields, the sender among them, or two where an address or a time shows. */
export const isHeaderBlock = (lines: readonly string[], at: number): boolean => {
  const first = lines[at] ?? '';
  if (first.length > 400 || !field.test(first)) return false;
  const names = new Set<string>();
  let hasSender = false;
  let exact = false;
  for (let line = at; line < Math.min(at + 8, lines.length); line += 1) {
    const text = (lines[line] ?? '').slice(0, 400);
    const name = field.exec(text)?.[1]?.toLowerCase();
    if (name === undefined) continue;
    names.add(name);
    hasSender ||= sender.test(text);
    exact ||= /@[\w-]+\.|\d:\d\d/.test(text);
  }
  return (hasSender && names.size >= 3) || (exact && names.size >= 2);
};
