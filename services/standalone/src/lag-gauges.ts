import type { Topic } from '@earshot/model';
import { groupOf, type Log, type Telemetry } from '@earshot/platform';

/** Brings the lag of a topic's group into the gauges. */
export const lagGauges = async (log: Pick<Log, 'lag'>, topic: Topic, telemetry: Telemetry): Promise<void> => {
  const lag = await log.lag(topic, groupOf(topic));
  const labels = { topic, group: groupOf(topic) };
  telemetry.gauge('earshot_log_lag_records', lag.records, labels);
  telemetry.gauge('earshot_log_lag_seconds', lag.seconds, labels);
};
