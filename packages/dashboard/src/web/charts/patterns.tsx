/** Fills that differ by pattern, not by colour alone. Drawn once for the page; charts refer to them by id. */
export const Patterns = () => (
  <svg class="patterns" width="0" height="0" aria-hidden="true" focusable="false">
    <defs>
      <pattern id="fill-mixed" width="5" height="5" patternUnits="userSpaceOnUse">
        <rect class="mixed-ground" width="5" height="5" />
        <circle class="mixed-dot" cx="2.5" cy="2.5" r="1.1" />
      </pattern>
      <pattern id="hatch" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <rect class="hatch-gap" width="2" height="5" />
      </pattern>
    </defs>
  </svg>
);
