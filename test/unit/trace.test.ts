import assert from 'node:assert/strict';
import { familyOf, readTrace } from '../helpers/trace';

/** Joins lines in the format of strace 6.1. */
const lines = (...all: string[]) => all.join('\n');

const inet = (address: string, port: number) =>
  `{sa_family=AF_INET, sin_port=htons(${port}), sin_addr=inet_addr("${address}")}`;
const inet6 = (address: string, port: number) =>
  `{sa_family=AF_INET6, sin6_port=htons(${port}), sin6_flowinfo=htonl(0), ` +
  `inet_pton(AF_INET6, "${address}", &sin6_addr), sin6_scope_id=0}`;

const destinationsIn = (...all: string[]) =>
  readTrace(lines(...all)).connections.map(({ pid, family, address, port, stays }) => [
    pid,
    family,
    address,
    port,
    stays ? 'stays' : 'leaves',
  ]);

suite('trace', () => {
  test('local sockets stay on this machine', () => {
    assert.deepEqual(
      destinationsIn(
        '26644 connect(20, {sa_family=AF_UNIX, sun_path="/var/run/nscd/socket"}, 110) = -1 ENOENT (No such file)',
        '7 connect(4, {sa_family=AF_UNIX, sun_path=@"/tmp/.X11-unix/X0"}, 20) = 0',
        '8 sendto(21, [{nlmsg_len=20}], 20, 0, {sa_family=AF_NETLINK, nl_pid=0, nl_groups=00000000}, 12) = 20',
        '9 connect(19, {sa_family=AF_UNSPEC, sa_data="\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0"}, 16) = 0',
      ),
      [
        [26644, 'AF_UNIX', '/var/run/nscd/socket', undefined, 'stays'],
        [7, 'AF_UNIX', '/tmp/.X11-unix/X0', undefined, 'stays'],
        [8, 'AF_NETLINK', undefined, undefined, 'stays'],
        [9, 'AF_UNSPEC', undefined, undefined, 'stays'],
      ],
    );
  });

  test('every form of the loopback address stays', () => {
    assert.deepEqual(
      destinationsIn(
        `1 connect(21, ${inet('127.0.0.1', 8080)}, 16) = -1 EINPROGRESS (Operation now in progress)`,
        `1 connect(21, ${inet('127.0.0.53', 53)}, 16) = 0`,
        `1 connect(26, ${inet6('::1', 1)}, 28) = 0`,
        `1 connect(26, ${inet6('::ffff:127.0.0.1', 1)}, 28) = 0`,
      ).map(([, , address, port, where]) => [address, port, where]),
      [
        ['127.0.0.1', 8080, 'stays'],
        ['127.0.0.53', 53, 'stays'],
        ['::1', 1, 'stays'],
        ['::ffff:127.0.0.1', 1, 'stays'],
      ],
    );
  });

  test('all other destinations leave: hosts, name servers and unknown families', () => {
    assert.deepEqual(
      destinationsIn(
        `1 connect(19, ${inet('10.255.255.53', 53)}, 16) = 0`,
        `1 connect(23, ${inet6('2001:db8::1', 9)}, 28) = -1 ENETUNREACH (Network is unreachable)`,
        `1 connect(23, ${inet6('::ffff:192.0.2.1', 9)}, 28) = 0`,
        `1 sendmsg(25, {msg_name=${inet('192.0.2.7', 9)}, msg_iov=[{iov_base="hi", iov_len=2}], msg_flags=0}, 0) = 2`,
        '1 connect(5, {sa_family=AF_VSOCK, svm_cid=VMADDR_CID_HOST, svm_port=0x400}, 16) = 0',
        '1 connect(5, {sa_family=0x2b, sa_data="\\0\\0"}, 16) = 0',
      ).map(([, family, address, port, where]) => [family, address, port, where]),
      [
        ['AF_INET', '10.255.255.53', 53, 'leaves'],
        ['AF_INET6', '2001:db8::1', 9, 'leaves'],
        ['AF_INET6', '::ffff:192.0.2.1', 9, 'leaves'],
        ['AF_INET', '192.0.2.7', 9, 'leaves'],
        ['AF_VSOCK', undefined, undefined, 'leaves'],
        ['0x2b', undefined, undefined, 'leaves'],
      ],
    );
  });

  test('each message of a call counts by itself', () => {
    const message = (address: string) =>
      `{msg_hdr={msg_name=${inet(address, 53)}, msg_namelen=16, msg_iov=[{iov_base="x", iov_len=1}], msg_flags=0}, msg_len=1}`;
    assert.deepEqual(
      destinationsIn(`3 sendmmsg(20, [${message('127.0.0.1')}, ${message('192.0.2.1')}], 2, MSG_NOSIGNAL) = 2`).map(
        ([, , address]) => address,
      ),
      ['127.0.0.1', '192.0.2.1'],
    );
  });

  test('joins the parts of an interrupted call among lines of other processes', () => {
    assert.deepEqual(
      destinationsIn(
        `26637 connect(21, ${inet('192.0.2.1', 9)}, 16 <unfinished ...>`,
        '26648 sendto(19, "x", 1, 0,  <unfinished ...>',
        '26637 <... connect resumed>)            = -1 EINPROGRESS (Operation now in progress)',
        `26648 <... sendto resumed>${inet('192.0.2.2', 7)}, 16) = 1`,
        `26649 connect(3, ${inet('192.0.2.3', 5)}, 16 <unfinished ...>`,
        '26649 +++ killed by SIGKILL +++',
      ).map(([pid, , address, port]) => [pid, address, port]),
      [
        [26637, '192.0.2.1', 9],
        [26648, '192.0.2.2', 7],
        [26649, '192.0.2.3', 5],
      ],
    );
  });

  test('ignores text in the data that looks like an address', () => {
    assert.deepEqual(
      destinationsIn(
        '1 sendto(19, "{sa_family=AF_INET, sin_port=htons(9), sin_addr=inet_addr(\\"192.0.2.1\\")}", 74, 0, NULL, 0) = 74',
        '1 sendmsg(25, {msg_name=NULL, msg_iov=[{iov_base="{sa_family=AF_INET}\\\\", iov_len=20}], msg_flags=0}, 0) = 20',
        '1 --- SIGCHLD {si_signo=SIGCHLD, si_code=CLD_EXITED, si_pid=2, si_uid=0} ---',
        '1 +++ exited with 0 +++',
        '',
      ),
      [],
    );
  });

  test('familyOf returns a program’s children and threads, in whatever order the lines come', () => {
    const trace = readTrace(
      lines(
        '10 execve("/usr/bin/node", ["node", "server.js"], 0x7ffd /* 39 vars */) = 0',
        '10 clone(child_stack=NULL, flags=CLONE_CHILD_CLEARTID|SIGCHLD, child_tidptr=0x7f24) = 11',
        '11 execve("/opt/bin/node", ["node", "host.js", "--type=extensionHost"], 0x38e6) = -1 ENOENT (No such file)',
        '11 execve("/usr/bin/node", ["node", "host.js", "--type=extensionHost"], 0x38e6 /* 39 vars */ <unfinished ...>',
        '11 <... execve resumed>) = 0',
        '11 clone3({flags=CLONE_VM|CLONE_THREAD, child_tid=0x7f, stack_size=0x7ffe80} => {parent_tid=[12]}, 88 <unfinished ...>',
        '12 vfork() = 13',
        '11 <... clone3 resumed>) = 12',
        '10 fork() = 14',
        '10 fork() = -1 EAGAIN (Resource temporarily unavailable)',
      ),
    );
    assert.deepEqual([...familyOf(trace, /--type=extensionHost/)].toSorted(), [11, 12, 13]);
    assert.deepEqual([...familyOf(trace, /server\.js/)].toSorted(), [10, 11, 12, 13, 14]);
    assert.deepEqual(
      trace.programs.map(({ pid }) => pid),
      [10, 11],
    );
  });
});
