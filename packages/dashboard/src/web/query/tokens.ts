/** Cuts a query at the spaces outside quotes and brackets; unbalanced ones reach to the end. Nothing but spaces is lost. */
export const queryParts = (query: string): readonly string[] => {
  const parts: string[] = [];
  let part = '';
  let depth = 0;
  let quoted = false;
  let escaped = false;
  for (const character of query) {
    if (!escaped) {
      if (character === '"') quoted = !quoted;
      else if (!quoted && '([{（'.includes(character)) depth += 1;
      else if (!quoted && ')]}）'.includes(character)) depth = Math.max(0, depth - 1);
    }
    escaped = !escaped && character === '\\';
    if (!quoted && depth === 0 && /\s/u.test(character)) {
      if (part !== '') parts.push(part);
      part = '';
    } else part += character;
  }
  return part === '' ? parts : [...parts, part];
};

/** Whether a part joins its neighbours by OR, so that it must stand in parentheses beside other conditions. */
export const joinsByOr = (query: string): boolean => queryParts(query).includes('OR');
