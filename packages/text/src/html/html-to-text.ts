import { Tokenizer } from 'htmlparser2';
import { blockTags, paragraphTags, selfEndingTags, silentTags, voidTags } from './block-tags.ts';
import { isHiddenStyle } from './hidden-style.ts';
import { lineWriter, type LineWriter } from './line-writer.ts';

const separate = (writer: LineWriter, name: string): void => {
  if (name === 'td' || name === 'th') writer.cell();
  else if (blockTags.has(name)) writer.line(paragraphTags.has(name));
};

/** The open element whose content is left out; elements of the same name inside it are counted, so no stack is needed. */
interface Skipped {
  readonly name: string;
  depth: number;
  /** Hidden by style, so a reader without styles would see it. */
  readonly styled: boolean;
}

interface Pass {
  readonly text: string;
  /** An element hidden by style was never closed: the rest of the message went with it. */
  readonly cut: boolean;
  readonly hid: boolean;
}

const read = (html: string, hiding: boolean): Pass => {
  const writer = lineWriter();
  let skipped: Skipped | undefined;
  let preformatted = 0;
  let hid = false;
  let name = '';
  let attribute = '';
  let value = '';
  let hidden = false;

  const open = (closedAtOnce: boolean): void => {
    if (skipped !== undefined && skipped.name === name && selfEndingTags.has(name)) skipped = undefined;
    if (skipped !== undefined) {
      if (skipped.name === name && !closedAtOnce) skipped.depth += 1;
      return;
    }
    if (name === 'br') writer.line(false);
    else separate(writer, name);
    if (voidTags.has(name) || closedAtOnce) return;
    if (silentTags.has(name)) skipped = { name, depth: 1, styled: false };
    else if (hiding && hidden) {
      skipped = { name, depth: 1, styled: true };
      hid = true;
    } else if (name === 'pre') preformatted += 1;
  };

  const close = (closed: string): void => {
    // An unclosed <head> must not swallow the message.
    if (skipped?.name === 'head' && closed === 'html') skipped = undefined;
    if (skipped !== undefined) {
      if (skipped.name === closed) {
        skipped.depth -= 1;
        if (skipped.depth === 0) skipped = undefined;
      }
      return;
    }
    if (closed === 'pre' && preformatted > 0) preformatted -= 1;
    if (closed === 'br') writer.line(false);
    else if (closed !== 'td' && closed !== 'th') separate(writer, closed);
  };

  const endAttribute = (): void => {
    if (attribute === 'hidden' || (attribute === 'style' && isHiddenStyle(value))) hidden = true;
  };

  const tokenizer = new Tokenizer(
    { xmlMode: false, decodeEntities: true },
    {
      onopentagname: (start, end) => {
        name = html.slice(start, end).toLowerCase();
        hidden = false;
        if (name === 'body' && skipped?.name === 'head') skipped = undefined;
      },
      onattribname: (start, end) => {
        attribute = html.slice(start, end).toLowerCase();
        value = '';
      },
      onattribdata: (start, end) => {
        if (attribute === 'style') value += html.slice(start, Math.min(end, start + 4096));
      },
      onattribentity: () => {},
      onattribend: endAttribute,
      onopentagend: () => open(false),
      // In HTML the slash of <div/> means nothing.
      onselfclosingtag: () => open(false),
      onclosetag: (start, end) => close(html.slice(start, end).toLowerCase()),
      ontext: (start, end) => {
        if (skipped === undefined) writer.text(html.slice(start, end), preformatted > 0);
      },
      ontextentity: (code) => {
        if (skipped === undefined) writer.text(String.fromCodePoint(code), preformatted > 0);
      },
      oncdata: (start, end) => {
        if (skipped === undefined) writer.text(html.slice(start, end), preformatted > 0);
      },
      oncomment: () => {},
      ondeclaration: () => {},
      onprocessinginstruction: () => {},
      onend: () => {},
    },
  );
  tokenizer.write(html);
  tokenizer.end();
  return { text: writer.finish(), cut: skipped?.styled === true, hid };
};

/**
 * What a person sees of an HTML text, as lines: paragraphs, list items and table rows on lines of their own, cells separated by tabs,
 * entities decoded, scripts, styles, titles and hidden preheaders left out. Linear in time, constant in depth: it keeps no stack, so
 * nesting cannot exhaust it. Where hiding would leave nothing or swallow an unclosed rest, hidden text counts as seen.
 */
export const htmlToText = (html: string): string => {
  const seen = read(html, true);
  return seen.cut || (seen.hid && seen.text === '') ? read(html, false).text : seen.text;
};
