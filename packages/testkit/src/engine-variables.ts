/** Servers that tests ask for by the same variables as the product. */
export const engineVariables = {
  kafka: 'KAFKA_BROKERS',
  elasticsearch: 'ELASTICSEARCH_URL',
  redis: 'REDIS_URL',
  s3: 'S3_ENDPOINT',
} as const;

export type EngineName = keyof typeof engineVariables;
