export { faultInjector, InjectedFault, type FaultInjector } from './faults.ts';
export { manualClock, type ManualClock } from './manual-clock.ts';
export { seededRandom, type SeededRandom } from './random.ts';
export { aRawRecord } from './raw-record.ts';
export { recordingTelemetry, silentTelemetry, type RecordedLog, type RecordingTelemetry } from './telemetry.ts';
