/** Elements that stand on lines of their own (HTML Living Standard, 15.3 "flow content" rendering). */
export const blockTags: ReadonlySet<string> = new Set(
  (
    'address article aside blockquote body center dd details dialog dir div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 ' +
    'header hgroup hr html legend li main menu nav ol option p pre search section select summary table tbody tfoot thead tr ul caption'
  ).split(' '),
);

/** A blank line stands around these. */
export const paragraphTags: ReadonlySet<string> = new Set('p h1 h2 h3 h4 h5 h6 blockquote table ul ol'.split(' '));

/** Elements without content or end tag. */
export const voidTags: ReadonlySet<string> = new Set('area base br col embed hr img input link meta param source track wbr'.split(' '));

/** Elements whose content is never read by a person. */
export const silentTags: ReadonlySet<string> = new Set(
  'script style title template noscript head object iframe svg math textarea'.split(' '),
);

/** A second start tag of the same name ends the first one. */
export const selfEndingTags: ReadonlySet<string> = new Set('p li dt dd option td th tr'.split(' '));
