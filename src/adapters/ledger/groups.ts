import type { DueGroup, Ledger } from '../../app/ports.ts';
import type { Alert, AlertGroup } from '../../core/alert.ts';
import { digest, dueList, groupItem, indexName, instant, memberItem } from './keys.ts';
import type { Table } from './table.ts';

type ChangeAlert = Alert & { readonly kind: 'change' };

const day = 86_400;

/**
 * A group is a head (who was first, until when the window lasts, how often it was joined) and its members. A member is written before
 * the head is marked due, and a roll-up is closed only as it was read: what joins in between stays due.
 */
export function groups(table: Table, windowSeconds: number): Pick<Ledger, 'joinGroup' | 'dueGroups' | 'closeGroup'> {
  async function markDue(id: string, at: string): Promise<void> {
    await table.update(groupItem(id), 'SET #list = :list, #at = if_not_exists(#at, :at) ADD #version :one', ['list', 'at', 'version'], {
      expression: 'attribute_exists(pk)',
      values: { ':list': dueList, ':at': at, ':one': 1 },
    });
  }

  async function openWindow(id: string, group: AlertGroup, first: string, now: number): Promise<boolean> {
    return table.update(groupItem(id), 'SET #first = :first, #until = :until, #group = :group', ['first', 'until', 'group'], {
      expression: 'attribute_not_exists(pk) OR #until <= :now',
      values: { ':first': first, ':until': instant(now + windowSeconds * 1000), ':group': group, ':now': instant(now) },
    });
  }

  return {
    async joinGroup(group, alert, now) {
      const id = digest([alert.verdict, [...group.rules].sort(), group.account, group.region, group.principal, ...(group.notDone ?? [])]);
      const member = memberItem(id, alert);
      const [head, joined] = await Promise.all([table.get(groupItem(id)), table.get(member)]);
      const due = instant(now + windowSeconds * 1000);
      if (joined) {
        if (joined.sentAt === undefined) await markDue(id, due);
        return 'grouped';
      }
      if (head?.first === member.sk) return 'first';
      if (!head || String(head.until) <= instant(now)) {
        if (await openWindow(id, group, member.sk, now)) return 'first';
        // Another was first, or the answer was lost and the SDK asked again.
        if ((await table.get(groupItem(id)))?.first === member.sk) return 'first';
      }
      await table.put({ ...member, alert: JSON.stringify(alert) }, { expression: 'attribute_not_exists(pk)' });
      await markDue(id, head && String(head.until) > instant(now) ? String(head.until) : due);
      return 'grouped';
    },

    async *dueGroups(now) {
      const heads = table.query(
        { expression: '#list = :list AND #at <= :now', values: { ':list': dueList, ':now': instant(now) } },
        indexName,
      );
      for await (const head of heads) {
        const pk = String(head.pk);
        const alerts: ChangeAlert[] = [];
        const members = table.query({ expression: 'pk = :pk AND begins_with(sk, :members)', values: { ':pk': pk, ':members': 'change#' } });
        for await (const item of members) if (item.alert !== undefined) alerts.push(JSON.parse(String(item.alert)) as ChangeAlert);
        const id = `${pk.slice('group#'.length)}@${head.version}`;
        alerts.sort((a, b) => Date.parse(a.eventTime) - Date.parse(b.eventTime));
        const [oldest] = alerts;
        const group: DueGroup = {
          id,
          group: head.group as AlertGroup,
          alerts,
          count: alerts.length,
          since: oldest?.eventTime ?? instant(now),
        };
        if (oldest) yield group;
        else await this.closeGroup(group);
      }
    },

    async closeGroup({ id, alerts }) {
      const [groupId = '', version] = id.split('@');
      const now = Math.ceil(Date.now() / 1000);
      // Kept for a while without its content: a change that was told of in a roll-up and comes again is not told of twice.
      await table.putAll(alerts.map((alert) => ({ ...memberItem(groupId, alert), sentAt: now, expires: now + 3 * day })));
      await table.update(groupItem(groupId), 'REMOVE #list, #at', ['list', 'at'], {
        expression: 'version = :version',
        values: { ':version': Number(version) },
      });
    },
  };
}
