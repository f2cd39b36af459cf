import { channelIds, withFilters } from '../address/address.ts';
import { Link } from '../address/link.tsx';
import { ChannelIcon } from '../icons/icons.tsx';
import { useUi } from '../ui.ts';

/** None chosen means all; choosing the last one left out means all again. */
export const ChannelChips = () => {
  const { t, address } = useUi();
  const { channels } = address;
  return (
    <div class="chips" role="group" aria-label={t.top.channels}>
      <Link
        class="chip"
        to={withFilters(address, { channels: [] })}
        {...(channels.length === 0 ? { 'aria-current': 'true' as const } : {})}
      >
        {t.top.allChannels}
      </Link>
      {channelIds.map((id) => {
        const on = channels.includes(id);
        const next = channelIds.filter((other) => (other === id ? !on : channels.includes(other)));
        return (
          <Link
            key={id}
            class="chip"
            to={withFilters(address, { channels: next.length === channelIds.length ? [] : next })}
            {...(on ? { 'aria-current': 'true' as const } : {})}
          >
            <ChannelIcon channel={id} /> {t.channels[id]}
          </Link>
        );
      })}
    </div>
  );
};
