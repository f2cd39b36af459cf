// Writes infra/grafana/dashboards/earshot.json and infra/kibana/feedback.ndjson.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { generated } from '../src/generated.ts';
import { root } from '../src/read.ts';

for (const [file, text] of Object.entries(generated())) writeFileSync(path.join(root, file), text);
