import type { Channel } from '@earshot/model';

/**
 * What customers say. A judged part stands in braces: `{category+:words}` for praise, `{category-:words}` for what hurts. `when` places
 * a saying in the story: the courier breaks down (`incident`) and is replaced (`mended`).
 */
export interface Saying {
  readonly text: string;
  readonly channels: readonly Channel[];
  readonly when?: 'incident' | 'mended';
  readonly title?: string;
  readonly urgency?: 'high' | 'critical' | 'low';
  readonly keywords: readonly string[];
  /** Of five. */
  readonly stars?: number;
}

export const zhSayings: readonly Saying[] = [
  {
    text: '快递{delivery.speed-:太慢}了，等了整整六天，物流{delivery.tracking-:一直不更新}，打电话也没人说得清楚。',
    channels: ['web', 'email', 'hotline'],
    when: 'incident',
    keywords: ['快递', '物流', '太慢'],
    stars: 1,
  },
  {
    text: '说好次日达，{delivery.speed-:四天了还没到}！明天就是孩子生日，今天必须给我一个答复。',
    channels: ['hotline', 'social', 'email'],
    when: 'incident',
    urgency: 'high',
    title: '订单迟迟未到',
    keywords: ['次日达', '配送', '生日'],
    stars: 1,
  },
  {
    text: '配送员把箱子{delivery.damage-:摔坏了}，里面的杯子碎了三个，客服{service.response-:两天没有回复}。',
    channels: ['web', 'social'],
    when: 'incident',
    keywords: ['配送员', '客服', '破损'],
    stars: 2,
  },
  {
    text: '再不处理我就打 12315 投诉，{delivery.speed-:太慢}太敷衍，客服{service.attitude-:态度很差}，只会复制粘贴。',
    channels: ['social', 'hotline'],
    when: 'incident',
    urgency: 'critical',
    keywords: ['投诉', '客服', '太慢'],
  },
  {
    text: '换了快递以后{delivery.speed+:快多了}，昨天下单今天就到，包装也很结实，给你们点赞。',
    channels: ['web', 'social', 'email'],
    when: 'mended',
    keywords: ['快递', '包装', '次日达'],
    stars: 5,
  },
  {
    text: '退款{refund.speed+:当天就到账}，客服小李{service.attitude+:非常耐心}，谢谢。',
    channels: ['web', 'hotline'],
    when: 'mended',
    keywords: ['退款', '客服'],
    stars: 5,
  },
  {
    text: '房间{room.cleanliness+:很干净}，就是临街，半夜{room.noise-:吵得睡不着}，建议窗户换成双层的。',
    channels: ['web', 'email'],
    keywords: ['房间', '噪音', '窗户'],
    stars: 3,
    title: '入住反馈',
  },
  {
    text: '早餐的小笼包{food.taste+:非常好吃}，服务员{staff.professionalism+:笑容很亲切}，下次还会来。',
    channels: ['web', 'social'],
    keywords: ['早餐', '服务员', '小笼包'],
    stars: 5,
  },
  {
    text: '菜上来已经{food.temperature-:凉了}，排队又{waiting.time-:等了一个多小时}，周末体验真的一般。',
    channels: ['social', 'web'],
    keywords: ['排队', '上菜', '周末'],
    stars: 2,
  },
  {
    text: '汤里{food.hygiene-:发现一只虫子}，孩子已经喝了一半，请立刻联系我！',
    channels: ['hotline', 'social'],
    urgency: 'critical',
    keywords: ['食品卫生', '孩子'],
  },
  {
    text: '请问会员积分什么时候到账？订单号是 A20261108，谢谢。',
    channels: ['email', 'web'],
    keywords: ['会员', '积分', '订单'],
    title: '积分咨询',
    urgency: 'low',
  },
  {
    text: '新版应用搜索{app.usability+:很顺手}，不过图片加载{app.performance-:有点卡}，希望优化一下。',
    channels: ['web', 'social'],
    keywords: ['应用', '搜索', '图片'],
    stars: 4,
  },
  {
    text: '优惠券明明写着满一百减二十，结账时{price.billing-:没有抵扣}，多收的钱请退给我。',
    channels: ['email', 'web'],
    keywords: ['优惠券', '结账', '退款'],
    title: '优惠券未抵扣',
    urgency: 'high',
    stars: 2,
  },
  {
    text: '酒店{location+:就在地铁口}，办理入住{waiting.time+:很快}，前台还帮忙寄存了行李。',
    channels: ['web', 'email'],
    keywords: ['酒店', '前台', '地铁'],
    stars: 5,
  },
];

export const enSayings: readonly Saying[] = [
  {
    text: 'Delivery was {delivery.speed-:far too slow}: six days for a parcel that was promised overnight, and the tracking page {delivery.tracking-:never changed}.',
    channels: ['web', 'email'],
    when: 'incident',
    keywords: ['delivery', 'tracking', 'parcel'],
    stars: 1,
    title: 'Where is my parcel?',
  },
  {
    text: 'I have called three times now and {service.response-:nobody calls back}. The order is a gift for tomorrow evening, I need an answer today.',
    channels: ['hotline', 'social'],
    when: 'incident',
    urgency: 'high',
    keywords: ['order', 'answer', 'gift'],
  },
  {
    text: 'The box arrived {delivery.damage-:crushed on one side} and two of the glasses were broken. The courier {delivery.speed-:was late} as well.',
    channels: ['email', 'web'],
    when: 'incident',
    keywords: ['box', 'glasses', 'courier'],
    stars: 2,
    title: 'Damaged parcel',
  },
  {
    text: 'Since you changed couriers everything arrives {delivery.speed+:the next morning}. Well done, this is how it should be!',
    channels: ['social', 'web', 'email'],
    when: 'mended',
    keywords: ['courier', 'delivery'],
    stars: 5,
  },
  {
    text: 'The refund {refund.speed+:was in my account within hours}, and the lady on the phone {service.attitude+:was very kind}.',
    channels: ['hotline', 'web'],
    when: 'mended',
    keywords: ['refund', 'phone'],
    stars: 5,
  },
  {
    text: 'Lovely staff and {room.cleanliness+:a spotless room}, but the street outside {room.noise-:kept us awake} until two in the morning.',
    channels: ['web', 'email'],
    keywords: ['room', 'staff', 'street'],
    stars: 3,
    title: 'Our stay',
  },
  {
    text: 'Best dumplings in town, {food.taste+:absolutely delicious}, and the portions {food.portion+:are generous}.',
    channels: ['social', 'web'],
    keywords: ['dumplings', 'portions'],
    stars: 5,
  },
  {
    text: 'We {waiting.time-:waited over an hour} for a table we had booked, and the soup {food.temperature-:came out lukewarm}.',
    channels: ['web', 'social'],
    keywords: ['table', 'soup', 'booking'],
    stars: 2,
  },
  {
    text: 'Someone {account.security-:logged into my account} from another country and placed an order. Please block it immediately.',
    channels: ['hotline', 'email'],
    urgency: 'critical',
    keywords: ['account', 'order'],
    title: 'Account taken over',
  },
  {
    text: 'Could you tell me whether the jacket will be back in size M before Christmas? Thank you.',
    channels: ['email', 'web'],
    keywords: ['jacket', 'size'],
    urgency: 'low',
    title: 'Question about a jacket',
  },
  {
    text: 'The app {app.crash-:crashes every time} I open the camera to scan a receipt. Otherwise {app.usability+:it is easy to use}.',
    channels: ['web', 'social'],
    keywords: ['app', 'camera', 'receipt'],
    stars: 3,
  },
  {
    text: 'I was charged twice for the same night, {price.billing-:a wrong invoice} again. Refund the difference, please.',
    channels: ['email', 'hotline'],
    urgency: 'high',
    keywords: ['invoice', 'refund', 'night'],
    title: 'Charged twice',
  },
];
