const delimiter = /^\s*(?:-- ?|--|——|—|__+|\*{5,}|={5,}|-{3,})\s*$/;
const device =
  /^\s*(?:sent (?:from|via|with|by) (?:my |the )?\S[^\n]{0,60}|get outlook for (?:ios|android)[^\n]{0,60}|envoyé de(?:puis)? mon [^\n]{0,40}|(?:von|gesendet von) mein(?:em)? [^\n]{0,40}|enviado desde mi [^\n]{0,40}|inviato da(?:l mio)? [^\n]{0,40}|发自我的\s?\S[^\n]{0,30}|發自我的\s?\S[^\n]{0,30}|发送自\s?\S[^\n]{0,40}|从我的\s?\S[^\n]{0,20}发送|從我的\s?\S[^\n]{0,20}傳送|从 ?Windows ?版邮件发送|来自我的\s?\S[^\n]{0,20}|发自\s?(?:网易|QQ|foxmail|新浪|手机|小米|华为|vivo|oppo)[^\n]{0,30}|获取 ?Outlook[^\n]{0,30})\s*$/i;

/** The line that divides a signature from the message (RFC 3676, 4.3, and what people type instead). */
export const isDelimiter = (line: string): boolean => line.length < 80 && delimiter.test(line);

/** A line that a mail program adds: "Sent from my iPhone", 发自我的iPhone. */
export const isDeviceLine = (line: string): boolean => line.length < 120 && device.test(line);
