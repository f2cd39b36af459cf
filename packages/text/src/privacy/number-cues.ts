const tags = /\[[a-z]+\]/g;
const reach = 24;

const order =
  /(?:订单|单号|运单|编号|流水|工单|票号|型号|货号|批次|序列|取件码|验证码|order|tracking|invoice|ref(?:erence)?|ticket|case|sku|serial|model|confirmation|booking|flight|item|receipt)\s*(?:号码?|编号|no\.?|num(?:ber)?|id|#|code)?[^\d\n]{0,6}$/i;
const phone =
  /(?:电话|手机|座机|号码|联系方式|联系我|致电|拨打|回电|打给我|来电|phone|tel|call|mobile|cell|whatsapp|fax|text me|contact|reach me|ring me|number is)[^\d]{0,14}$/i;
const card = /(?:卡号|银行卡|信用卡|储蓄卡|账户|账号|card|account)[^\d\n]{0,16}$/i;

export interface Cues {
  readonly order: boolean;
  readonly phone: boolean;
  readonly card: boolean;
}

/** What the words right before `start` say about the number that follows. */
export const cuesBefore = (text: string, start: number): Cues => {
  const before = text.slice(Math.max(0, start - reach), start).replace(tags, '');
  const isPhone = phone.test(before);
  const isCard = card.test(before);
  return {
    phone: isPhone,
    card: isCard,
    order: !isCard && order.test(before) && !/(?:电话|手机|phone|call|tel)[^\d\n]{0,6}$/i.test(before),
  };
};
