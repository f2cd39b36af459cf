export { bundleDashboard, type Asset } from './bundle.ts';
