import { expect, test } from '../fixtures/test';

test('an observer sees what is open to everyone, and receives nothing more over the wire', async ({ enter, visitor }) => {
  const watcher = await visitor();
  const received: string[] = [];
  watcher.page.on('websocket', (socket) =>
    socket.on('framereceived', (frame) => received.push(frame.payload.toString())),
  );
  watcher.page.on('response', async (answer) => {
    if (answer.url().includes('/api/')) received.push(await answer.text().catch(() => ''));
  });
  await watcher.enterAs('observer');
  await watcher.space.open();
  await expect(watcher.space.composer).toHaveCount(0);

  const judge = await enter('judge');
  await judge.space.open();
  await judge.space.say('仅诉讼参与人可见的机密词');
  await expect(judge.space.said('机密词').getByTestId('delivery-sealed')).toBeVisible();

  // The number and the leaf arrive, and nothing of the words, the kind or the author.
  await expect.poll(() => received.filter((text) => text.includes('"sealed"')).length).toBeGreaterThan(0);
  const all = received.join('\n');
  expect(all).not.toContain('机密词');
  const live = () => received.filter((text) => text.startsWith('{"entry"'));
  await expect.poll(() => live().length).toBeGreaterThan(0);
  for (const frame of live()) {
    const { entry } = JSON.parse(frame).entry;
    expect(Object.keys(entry).sort()).toEqual(['leaf', 'seq', 'shown']);
    expect(entry.shown).toBe('sealed');
  }
});
