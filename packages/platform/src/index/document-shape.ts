import { documentFields, type FeedbackDocument } from '@earshot/model';

interface Shape {
  readonly below: Map<string, Shape>;
  /** Free names may stand here. */
  readonly open: boolean;
}

const shapeOfDocument = (): Shape => {
  const root: Shape = { below: new Map(), open: false };
  const places = new Map<string, Shape>();
  for (const { path, type } of documentFields) {
    const at = path.lastIndexOf('.');
    const parent = at < 0 ? root : (places.get(path.slice(0, at)) ?? root);
    const shape: Shape = { below: new Map(), open: type === 'flattened' };
    parent.below.set(path.slice(at + 1), shape);
    places.set(path, shape);
  }
  return root;
};

const shape = shapeOfDocument();

const strangeBelow = (value: unknown, { below, open }: Shape, path: string): string | undefined => {
  if (open || typeof value !== 'object' || value === null) return undefined;
  if (Array.isArray(value)) {
    for (const element of value) {
      const found = strangeBelow(element, { below, open }, path);
      if (found !== undefined) return found;
    }
    return undefined;
  }
  for (const key in value) {
    const inner = below.get(key);
    if (inner === undefined) return `${path}${key}`;
    if (inner.below.size === 0) continue;
    const found = strangeBelow((value as Record<string, unknown>)[key], inner, `${path}${key}.`);
    if (found !== undefined) return found;
  }
  return undefined;
};

/** Path of the first field that documents do not have: the mapping is strict. */
export const strangeField = (document: FeedbackDocument): string | undefined => strangeBelow(document, shape, '');
