// Answers "output TASK COLUMN" with JSON, "map TASK COUNT" and "call TASK COUNT" with CPU seconds.
import fs from 'fs';
import readline from 'readline';
import jsonata from 'jsonata';

const folder = process.argv[2];
const expressions = {}, values = {}, bodies = {};
for (const task of 'abcd') {
  expressions[task] = jsonata(fs.readFileSync(`${folder}/${task}.jsonata`, 'utf8'));
  bodies[task] = fs.readFileSync(`${folder}/${task}.json`);
  values[task] = JSON.parse(bodies[task]);
}

const map = (task) => expressions[task].evaluate(values[task]);
const call = async (task) => {
  const output = await expressions[task].evaluate(JSON.parse(bodies[task].toString()));
  return Buffer.from(JSON.stringify(output));
};

for await (const line of readline.createInterface({ input: process.stdin })) {
  const [order, task, argument] = line.split(' ');
  if (order === 'output') {
    console.log(argument === 'map' ? JSON.stringify(await map(task)) : String(await call(task)));
    continue;
  }
  const run = order === 'map' ? map : call;
  const start = process.cpuUsage();
  for (let done = 0; done < Number(argument); done++) await run(task);
  const spent = process.cpuUsage(start);
  console.log((spent.user + spent.system) / 1e6);
}
