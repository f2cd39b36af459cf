export { Spark } from './spark.tsx';
export { Volume } from './volume.tsx';
