import type { RawTurn } from '@earshot/model';

type Role = NonNullable<RawTurn['role']>;

// In this order: "customer service" names an agent, "客户经理" too.
const words: readonly (readonly [Role, RegExp])[] = [
  ['system', /^(?:系统|系統|系统消息|提示|提示音|自动语音|语音导航|旁白|system|ivr|automated|action|notice|narrator)$/iu],
  [
    'agent',
    /客服|客户经理|客户服务|坐席|座席|话务|接线员|专员|工号|店员|店家|商家|卖家|前台|服务员|机器人|小蜜|值机|經理|店長|店长|客服人員|agent|operator|represent|\brep\b|support|\bcsr\b|advis[oe]r|\bstaff\b|customer\s*(?:service|care|support)|assistant|\bsys\b|\bbot\b|\bhost\b|reception|clerk|seller|merchant|specialist/iu,
  ],
  [
    'customer',
    /客户|顾客|用户|买家|客人|住客|乘客|来电|主叫|会员|患者|業主|业主|顧客|客戶|用戶|買家|customer|client|caller|\busers?\b|\busr\b|guest|buyer|visitor|end.?user|patient|shopper|consumer/iu,
  ],
];

/** Role that a speaker's label tells, such as 客服：, Agent 7, 张三（客户）. */
export const roleOfLabel = (label: string): Role | null => {
  const folded = label.normalize('NFKC').trim();
  return words.find(([, pattern]) => pattern.test(folded))?.[0] ?? null;
};

// What agents say and customers hardly ever do.
const agentWords =
  /有什么可以帮|请问.{0,6}帮|很高兴为您服务|为您服务|工号|感谢您?的?来电|还有其他.{0,4}(?:问题|需要)|祝您|请您稍等|為您服務|有什麼可以|(?:how|what) (?:can|may) i (?:help|do|assist)|thank(?:s| you) for calling|anything else i can|is there anything else|may i (?:have|ask)|for quality (?:and|purposes)|happy to (?:help|assist)|this call (?:may|is)/iu;

const opposite = (role: Role | undefined): Role | undefined => (role === 'agent' ? 'customer' : role === 'customer' ? 'agent' : undefined);

/**
 * Roles of all turns: by label, else by what is said, else the first of two speakers answered the phone. Speakers that nothing tells
 * keep none.
 */
export const assignRoles = (turns: readonly RawTurn[]): RawTurn[] => {
  const roles = new Map<string, Role | undefined>();
  for (const { speaker, role } of turns) {
    if (!roles.has(speaker)) roles.set(speaker, role ?? roleOfLabel(speaker) ?? undefined);
  }
  const unknown = [...roles].filter(([, role]) => role === undefined).map(([speaker]) => speaker);
  const parties = [...roles].filter(([, role]) => role !== 'system').map(([speaker]) => speaker);
  if (unknown.length > 0 && parties.length === 2) {
    const [first = '', second = ''] = parties;
    const known = opposite(roles.get(first)) ?? opposite(roles.get(second));
    if (known !== undefined) roles.set(unknown[0] ?? '', known);
    else {
      const scores = parties.map((party) => turns.filter(({ speaker, text }) => speaker === party && agentWords.test(text)).length);
      const agent = (scores[1] ?? 0) > (scores[0] ?? 0) ? second : first;
      roles.set(agent, 'agent');
      roles.set(agent === first ? second : first, 'customer');
    }
  }
  return turns.map((turn) => {
    const role = turn.role ?? roles.get(turn.speaker);
    return role === undefined ? turn : { ...turn, role };
  });
};
