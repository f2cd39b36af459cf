const hidden =
  /(?:^|[;\s])(?:display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all|font-size\s*:\s*0(?:px|pt|em|%)?(?=\s*(?:;|!|$))|max-height\s*:\s*0(?:px)?(?=\s*(?:;|!|$))|opacity\s*:\s*0(?=\s*(?:;|!|$)))/;

/** An inline style that keeps its element from being seen: the preheader tricks of newsletters. */
export const isHiddenStyle = (style: string): boolean => hidden.test(style.toLowerCase());
