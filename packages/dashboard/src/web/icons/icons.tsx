import type { Channel, SentimentLabel } from '@earshot/model';
import type { ComponentChildren } from 'preact';

const Icon = ({ children }: { readonly children: ComponentChildren }) => (
  <svg class="icon" viewBox="0 0 20 20" width="20" height="20" aria-hidden="true" focusable="false">
    {children}
  </svg>
);

export const Logo = () => (
  <svg class="logo" viewBox="0 0 32 32" width="32" height="32" aria-hidden="true" focusable="false">
    <rect class="logo-ground" width="32" height="32" rx="8" />
    <circle class="logo-voice" cx="10" cy="16" r="3.4" />
    <path class="logo-wave" d="M15.2 10.4a8 8 0 0 1 0 11.2M19.4 6.6a13.4 13.4 0 0 1 0 18.8" />
  </svg>
);

const channelPaths: Readonly<Record<Channel, string>> = {
  email: 'M3 5.5h14v9.5H3zM3.4 6l6.6 5.2L16.6 6',
  social: 'M3.5 4.5h13v8.6H9.4L5.8 16v-2.9H3.5zM6.8 8.8h.1M10 8.8h.1M13.2 8.8h.1',
  web: 'M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM3.2 10h13.6M10 3c2.4 2 3.2 4.4 3.2 7S12.4 15 10 17c-2.4-2-3.2-4.4-3.2-7S7.6 5 10 3z',
  hotline:
    'M5 3.6 7.6 3.2l1.5 3.5-1.7 1.4c.8 1.7 2 3 3.8 3.9l1.5-1.6 3.4 1.6-.5 2.6c-.2.9-1 1.5-1.9 1.3C8.5 15.2 4.6 11 3.7 5.5 3.6 4.6 4.1 3.8 5 3.6z',
};

export const ChannelIcon = ({ channel }: { readonly channel: Channel }) => (
  <Icon>
    <path d={channelPaths[channel]} />
  </Icon>
);

const shapes: Readonly<Record<SentimentLabel, string>> = {
  positive: 'M6 1.5 11 10.5H1z',
  negative: 'M6 10.5 1 1.5h10z',
  neutral: 'M6 2a4 4 0 1 1 0 8 4 4 0 0 1 0-8z',
  mixed: 'M6 .8 11.2 6 6 11.200.8 6z',
};

/** Sentiment by shape as well as by colour: up, down, round, diamond. */
export const SentimentShape = ({ label }: { readonly label: SentimentLabel }) => (
  <svg class={`shape ${label}`} viewBox="0 0 12 12" width="12" height="12" aria-hidden="true" focusable="false">
    <path d={shapes[label]} />
  </svg>
);

const paths = {
  search: 'M9 3.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11zM13.2 13.2 17 17',
  close: 'M5 5l10 10M15 5 5 15',
  sun: 'M10 6.6a3.4 3.4 0 1 0 0 6.8 3.4 3.4 0 0 0 0-6.8zM10 2.2v1.6M10 16.2v1.6M2.2 10h1.6M16.2 10h1.6M4.5 4.5l1.1 1.1M14.4 14.4l1.1 1.1M15.5 4.5l-1.1 1.1M5.6 14.4l-1.1 1.1',
  moon: 'M15.8 12.2A6.6 6.6 0 0 1 7.8 4.2a6.6 6.6 0 1 0 8 8z',
  system: 'M3 4h14v9.5H3zM7.5 16.5h5M10 13.5v3',
  help: 'M7.6 7.6a2.4 2.4 0 1 1 3.6 2.1c-.8.5-1.2 1-1.2 1.8v.3M10 14.6h.1M10 2.6a7.4 7.4 0 1 0 0 14.8 7.4 7.4 0 0 0 0-14.8z',
  calendar: 'M3.5 5h13v11.5h-13zM3.5 8.5h13M7 3v3.5M13 3v3.5',
  download: 'M10 3v9M6.4 8.8 10 12.4l3.6-3.6M3.5 16.5h13',
  table: 'M3 4.5h14v11H3zM3 8.2h14M3 11.8h14M8 4.5v11',
  chart: 'M3 16.5h14M5 14V9.5M8.4 14V5M11.8 14V8M15.2 14v-3.5',
  previous: 'M5 12.5l5-5 5 5',
  next: 'M5 7.5l5 5 5-5',
  pause: 'M7 5v10M13 5v10',
  play: 'M6.5 4.5 15 10l-8.5 5.5z',
  alert: 'M10 3.2 17.6 16.4H2.4zM10 8.2v3.6M10 13.9v.1',
  external: 'M8 4.5H4.5v11h11V12M11 4h5v5M16 4l-7 7',
} as const;

export type IconName = keyof typeof paths;

export const Glyph = ({ name }: { readonly name: IconName }) => (
  <Icon>
    <path d={paths[name]} />
  </Icon>
);
