import type { UiLanguage } from '../settings/settings.ts';
import { en } from './en.ts';
import type { Strings } from './strings.ts';
import { zh } from './zh.ts';

export const strings: Readonly<Record<UiLanguage, Strings>> = { zh, en };
export type { Strings };

const own = (names: Readonly<Record<string, string>>, id: string): string => (Object.hasOwn(names, id) ? (names[id] ?? id) : id);

/** Name of a value of a field, or the value itself where users added their own. */
export const valueName = (t: Strings, field: string, value: string): string => {
  const tables: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    sentiment: t.sentiments,
    channel: t.channels,
    urgency: t.urgencies,
    intent: t.intents,
    kind: t.kinds,
    language: t.languageNames,
    aspect: t.aspects,
    aspects: t.aspects,
    topic: t.aspects,
    topics: t.aspects,
  };
  return Object.hasOwn(tables, field) ? own(tables[field] ?? {}, value) : value;
};

export const fieldName = (t: Strings, field: string): string => own(t.fields, field);
export const aspectName = (t: Strings, id: string): string => own(t.aspects, id);
export const languageName = (t: Strings, id: string): string => own(t.languageNames, id);
export const stageName = (t: Strings, id: string): string => own(t.drawer.stages, id);
