/** The commonest Han characters of feedback, simplified and traditional: about two thirds of any Chinese text. */
const listed =
  '的一是不了在人有我他这中大来上个国到说们为子和你地出道也时年得就那要下以生会自着去之过家学对可她里后小么心多天而能好都然没日于起还发成事只作当想看文无' +
  '开手十用主行方又如前所本见经头面公同三已老从动两长知民样现分将外但身些与高意进把法此实回二理美点月明其种声全工己话儿者向情部正名定女问力机给等几很' +
  '业最间新什打便位因重被走电四第门相次东政海口使教西再平真听世气信北少关并内加化由却代军产入先山五太水万市眼体别处总才场师书比住员九笑性通目华报立马命' +
  '张活难神数件安表原车白应路期叫死常提感金何更反合放做系计或司利受光王果亲界及今京务制解各任至清物台象记边共风战干接它许八特觉望直服毛林题建南度统色' +
  '字请交爱让认算论百吃义科怎元社术结六功指思非流每青管夫连远资队跟带花快条院变联言权往展该领传近留红治决周保达办运武半候七必城父强步完革深区即求品' +
  '退款货快递慢客服态差评质量价格便宜贵酒店房间味道餐厅外卖配送订单支付账号登录软件更新闪崩投诉建议谢谢满意失望垃圾包装坏卖商买购物换热冷早晚' +
  '這個們來時說國會對過學開還發為後裡沒麼讓從點機動樣現將長電話問題務員錢買賣貨單據處實際應經驗關係與產業種類覺謝請認嗎啊吧呢吗哦呀' +
  '您号店查费钱帮修错误收取消联系号码今昨明星期月份售联络客户服务热线系统用户数据错坏损漏少发错尺码颜色';

/** One byte a UTF-16 code unit: a lookup without allocation. */
const commonHan = new Uint8Array(65_536);
for (let at = 0; at < listed.length; at += 1) commonHan[listed.charCodeAt(at)] = 1;

const isHan = (code: number): boolean => code >= 0x3400 && code <= 0x9fff;

/** How many of the first `limit` Han characters there are, and how many of them are common. */
export const countHan = (text: string, limit = 200): { readonly han: number; readonly common: number } => {
  let han = 0;
  let common = 0;
  for (let at = 0; at < text.length && han < limit; at += 1) {
    const code = text.charCodeAt(at);
    if (!isHan(code)) continue;
    han += 1;
    common += commonHan[code] ?? 0;
  }
  return { han, common };
};
