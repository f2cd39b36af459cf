/** Makes `build` run at the first call only: models load when first needed, then stay. */
export const once = <T>(build: () => T): (() => T) => {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: build() };
    return made.value;
  };
};
