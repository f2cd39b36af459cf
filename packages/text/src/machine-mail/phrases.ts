/** Subjects and openings by which mail programs answer, in the languages we meet most. */
export const autoReplySubject =
  /^\s*(?:(?:re|回复|答复)[:：]\s*)?[[【(（]?\s*(?:自动回[复覆]|自動回[覆復]|自动答复|外出自动|休假自动|auto(?:matic|mated)?[\s-]*(?:reply|response|answer)|automatic reply|out of (?:the )?office|ooo\s*[:：]|away from (?:the |my )?office|abwesenheit|automatische antwort|réponse automatique|respuesta automática|risposta automatica|resposta automática|自動応答)/i;

export const autoReplyBody =
  /(?:这是一?[封条]?(?:系统)?自动(?:回复|答复)|本(?:邮件|信息)(?:由系统|为系统)自动(?:回复|发送|生成)|此(?:邮件|信)(?:由系统|为系统|是系统)自动(?:回复|发送|生成)|我(?:目前|现在|正在)?(?:在)?(?:休假|外出|出差)(?:中|期间)?[^\n]{0,30}(?:回复|联系|处理)您?|您的(?:来信|邮件)(?:我|我们)?已(?:经)?(?:收到|收悉)[^\n]{0,30}(?:尽快|会在)|this is an auto(?:matic|mated|-)?\s*(?:reply|response|generated)|i(?:'m| am) (?:currently )?(?:out of (?:the )?office|on (?:annual |parental |sick )?leave|on vacation)|i will be out of (?:the )?office|do not reply to this (?:automated|automatic) (?:e-?mail|message))/i;

export const bounceSubject =
  /(?:delivery status notification|undeliver(?:ed|able)|delivery (?:has )?fail(?:ed|ure)|mail delivery (?:failed|system|subsystem)|returned mail|failure notice|non[- ]?delivery|退信|系统退信|投递失败|邮件未送达|無法傳遞|无法送达|未送達)/i;

export const bounceSender = /(?:mailer-daemon|postmaster|mail delivery (?:sub)?system)/i;

export const calendarSubject =
  /^\s*(?:accepted|declined|tentative|invitation|canceled event|updated invitation|已接受|已拒绝|已谢绝|暂定|会议邀请|日程邀请|邀请)\s*[:：]/i;
