/** The fields that a web message may have. */
export type WebField =
  | 'feedback'
  | 'evaluation'
  | 'scale'
  | 'id'
  | 'author'
  | 'name'
  | 'email'
  | 'phone'
  | 'title'
  | 'occurredAt'
  | 'language'
  | 'conversation'
  | 'url'
  | 'channel'
  | 'revision'
  | 'deleted'
  | 'labels';

const words = (list: string): readonly string[] => list.split(' ');

const names: Readonly<Record<WebField, readonly string[]>> = {
  feedback: ['feedback', 'text', 'content', 'comment'],
  evaluation: ['evaluation', 'rating', 'score', 'stars'],
  scale: ['scale'],
  id: ['id'],
  author: ['author'],
  name: ['name'],
  email: ['email'],
  phone: ['phone'],
  title: ['title', 'subject'],
  occurredAt: ['occurredAt', 'timestamp'],
  language: ['language', 'lang'],
  conversation: ['conversation'],
  url: ['url'],
  channel: ['channel'],
  revision: ['revision'],
  deleted: ['deleted'],
  labels: ['labels'],
};

const columnNames: Readonly<Partial<Record<WebField, readonly string[]>>> = {
  feedback: [
    ...words('review reviewtext reviewbody message body comments feedbacktext commenttext verbatim'),
    ...words('评价内容 评论内容 内容 反馈 反馈内容 评论 留言 意见 建议 意见反馈 用户反馈 客户反馈 评价正文 正文'),
    ...words('評價內容 評論內容 內容 回饋 反饋 評論 意見'),
  ],
  evaluation: [
    ...words('star starrating overallrating nps csat ces reviewrating'),
    ...words('评分 星级 打分 评价 评价等级 评价星级 满意度 得分 分数 評分 星級 滿意度 評價 分數'),
  ],
  id: ['reviewid', 'feedbackid', 'commentid', 'messageid', '编号', '评价编号', '评论编号', '评价id', '评论id', '反馈编号', '編號'],
  name: [
    ...words('user username customer customername nickname reviewer reviewername displayname'),
    ...words('用户 用户名 昵称 客户 姓名 顾客 买家 买家昵称 会员名 评价人 用戶 暱稱 顧客 客戶'),
  ],
  email: ['emailaddress', 'mail', '邮箱', '电子邮件', '电子邮箱', '電郵', '郵箱'],
  phone: ['phonenumber', 'mobile', 'tel', '电话', '手机', '手机号', '联系电话', '手机号码', '電話', '手機'],
  title: ['headline', 'reviewtitle', 'summary', '标题', '主题', '評論標題', '標題', '主題'],
  occurredAt: [
    ...words('date time datetime createdat created submittedat reviewdate reviewtime createtime'),
    ...words('时间 日期 评价时间 评论时间 提交时间 创建时间 反馈时间 發表時間 時間 評價時間'),
  ],
  language: ['locale', '语言', '語言'],
  url: ['link', 'permalink', '链接', '网址', '連結'],
  channel: ['渠道', '来源渠道'],
  conversation: ['conversationid', 'threadid', '会话', '会话id', '会话编号'],
};

/** A column's name without case, spaces and marks: `Review Text`, `review_text` and `reviewText` are one. */
export const columnKey = (header: string): string =>
  header
    .normalize('NFKC')
    .replace(/[\s_.:：*-]+/gu, '')
    .toLowerCase();

/** Names of the schema, exactly; what JSON bodies may use. */
export const fieldByName: ReadonlyMap<string, WebField> = new Map(
  (Object.entries(names) as [WebField, readonly string[]][]).flatMap(([field, list]) => list.map((name) => [name, field] as const)),
);

/** Names that columns of files have, English and Chinese, by `columnKey`. */
export const fieldByColumn: ReadonlyMap<string, WebField> = new Map(
  (Object.keys(names) as WebField[]).flatMap((field) =>
    [...names[field], ...(columnNames[field] ?? [])].map((name) => [columnKey(name), field] as const),
  ),
);
