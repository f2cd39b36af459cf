/** A column of a Lens layer: a way to group, or a number. */
export type Column = Readonly<Record<string, unknown>> & { readonly isBucketed: boolean };

export const overTime: Column = {
  label: 'Time',
  customLabel: true,
  dataType: 'date',
  operationType: 'date_histogram',
  sourceField: '@timestamp',
  isBucketed: true,
  scale: 'interval',
  params: { interval: 'auto', includeEmptyRows: true, dropPartials: false },
};

/** The values of a field with the most documents. */
export const terms = (sourceField: string, label: string, size: number): Column => ({
  label,
  customLabel: true,
  dataType: 'string',
  operationType: 'terms',
  sourceField,
  isBucketed: true,
  scale: 'ordinal',
  params: {
    size,
    orderBy: { type: 'column', columnId: 'value' },
    orderDirection: 'desc',
    otherBucket: true,
    missingBucket: false,
    parentFormat: { id: 'terms' },
  },
});

export const documents: Column = {
  label: 'Messages',
  customLabel: true,
  dataType: 'number',
  operationType: 'count',
  sourceField: '___records___',
  isBucketed: false,
  scale: 'ratio',
  params: { emptyAsNull: true },
};

export const average = (sourceField: string, label: string): Column => ({
  label,
  customLabel: true,
  dataType: 'number',
  operationType: 'average',
  sourceField,
  isBucketed: false,
  scale: 'ratio',
  params: { emptyAsNull: true },
});
