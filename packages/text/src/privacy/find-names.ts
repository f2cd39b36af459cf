import { matches, type Detector } from './hit.ts';

const surname =
  '(?:欧阳|司马|上官|诸葛|东方|皇甫|尉迟|公孙|慕容|令狐|司徒|夏侯|[王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤張劉陳楊黃趙吳孫馬鄭許韓馮鄧蔣葉蘇魏呂盧鍾譚陸賈韋鄒龍顧龔萬錢嚴湯])';
const stop = '(?=$|[\\s,.!?;:，。！？；：、）)(（]|的?(?:手机|电话|订单|账号|地址)|先生|女士|小姐|，)';
const chinese = new RegExp(
  `(?:我叫|我的名字(?:是|叫)|我(?:本)?名叫|姓名(?:是|为)?[:： ]?|联系人[:：]|收[件货]人[:：]|客户[:：])\\s?(${surname}(?!先生|女士|小姐|太太|老师)[\\u4e00-\\u9fff]{1,2}|[小阿老][\\u4e00-\\u9fff])${stop}`,
  'dg',
);
const chineseSelf = new RegExp(`(?:我是|这里是|本人)(${surname}(?!先生|女士|小姐|太太|老师)[\\u4e00-\\u9fff]{1,2}?)${stop}`, 'dg');
const chineseTitle = new RegExp(`(?:我是|我姓|免贵姓|本人姓|我叫)(${surname})(?=先生|女士|小姐|太太|老师|$|[，。,.!！\\s])`, 'dg');
const notNames =
  /^(?:安卓|高中|高管|高手|方便|江苏|江西|温州|黄山|石家|任何|何时|白金|黄金|金牌|金卡|万分|向来|方才|曾经|程序|夏天|马上|高兴|白天|白领|金融|钱多|孔雀|石油|毛病|严重|严格)/;

const gate = /我叫|我是|我姓|贵姓|名字|名叫|姓名|联系人|[件货]人|这里是|本人|客户|name|I am|I[’']m|[Tt]his is|regards|sincerely|wishes/i;
const word = "[A-Z][a-z’'-]{1,20}";
const english = new RegExp(
  `(?:[Mm]y (?:full )?name(?: is|[’']s)|[Nn]ame ?:|[Cc]all me)\\s+((?:(?:Mr|Mrs|Ms|Dr)\\.? )?${word}(?: (?:[A-Z]\\.? )?${word}){0,2})`,
  'dg',
);
const englishFull = new RegExp(
  `(?:\\bI am|\\bI[’']m|\\b[Tt]his is)\\s+((?:(?:Mr|Mrs|Ms|Dr)\\.? )?${word}(?: ${word}){1,2})(?=$|[\\s,.!;])`,
  'dg',
);
const englishShort = new RegExp(`(?:\\bI am|\\bI[’']m|\\b[Tt]his is)\\s+(${word})(?=,? (?:from|here|calling|writing))`, 'dg');
const signed = new RegExp(
  `(?:[Rr]egards|[Ss]incerely|[Ww]ishes|[Yy]ours truly),?\\s{0,3}\\n\\s{0,3}(${word}(?: ${word}){0,2})(?=\\s*(?:\\n|$))`,
  'dg',
);
const commonWords =
  /^(?:Not|So|Very|Really|Sorry|Happy|Just|Still|The|An?|Your|My|Our|Their|Absolutely|Extremely|Totally|What|Why|How|Where|Customer|Calling|Writing|From|Here|Unacceptable|Ridiculous|Terrible|Great|Good|Bad|No|Such|Also)\b/;

const isChineseName = (value: string): boolean => !notNames.test(value);
const isEnglishName = (value: string): boolean => !commonWords.test(value);

/** Personal names behind a self-introduction: 我叫王伟, "my name is Jane Doe". */
export const findNames: Detector = (text) => {
  if (!gate.test(text)) return [];
  return [
    ...matches('name', chinese, text, isChineseName),
    ...matches('name', chineseSelf, text, isChineseName),
    ...matches('name', chineseTitle, text),
    ...[english, englishFull, englishShort, signed].flatMap((expression) => matches('name', expression, text, isEnglishName)),
  ];
};
