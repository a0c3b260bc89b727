// SPDX-License-Identifier: Apache-2.0

// The words of the page where one says how to be reached.

export const contactTexts = {
  contactLead: [
    "填了邮箱，就能收到开始投票、快截止、有人用您的身份登记这类通知。不填也能投票。",
    "With an e-mail address you are told when a vote begins or is about to end, and when somebody registers in your name. You can vote without.",
  ],
  contactLeadWork: ["填了邮箱，有工单要您处理时会收到邮件。", "With an e-mail address you are told by mail when an order needs you."],
  contactMail: ["邮箱", "E-mail address"],
  contactPhone: ["电话（方便经办人联系您）", "Telephone, for officers to call you"],
  contactConfirmed: ["邮箱已确认。", "The address is confirmed."],
  contactUnasked: [
    "还没有确认。再按一次“保存”，就会往这个邮箱寄一封确认邮件。",
    "It is not confirmed. Press “Save” once more, and a mail that asks you to will be sent there.",
  ],
  contactQueued: [
    "还没有确认。确认邮件在排队，还没有寄出。",
    "It is not confirmed. A mail that asks you to is queued, and has not left yet.",
  ],
  contactRetrying: [
    "还没有确认。确认邮件没有寄出：{0}。{1} 会再试。",
    "It is not confirmed. The mail that asks you to has not left: {0}. It is tried again at {1}.",
  ],
  contactHanded: [
    "还没有确认。确认邮件已于 {0} 交给邮件服务器。请点开邮件里的链接，三天内有效；之后才会往这里寄通知。没有收到的，请核对邮箱，看看垃圾邮件，或再按一次“保存”。",
    "It is not confirmed. The mail server took the mail that asks you to at {0}. Open the link in it within three days; then you will be notified there. If it does not come, check the address, look among unwanted mail, or press “Save” once more.",
  ],
  contactFailed: [
    "还没有确认。确认邮件寄不出去，不再试了：{0}。请核对邮箱，再按一次“保存”。",
    "It is not confirmed. The mail that asks you to could not be sent and is given up: {0}. Check the address and press “Save” once more.",
  ],
  "mail.unreachable": ["连不上邮件服务器", "the mail server cannot be reached"],
  "mail.login-refused": ["邮件服务器不让本站登录，请告诉业委会", "the mail server does not let this site in; please tell the committee"],
  "mail.address-refused": ["邮件服务器不接受这个邮箱", "the mail server does not accept this address"],
  "mail.mail-refused": ["邮件服务器没有收下这封信", "the mail server did not take the mail"],
  "mail.": ["原因不明", "nobody knows why"],
  contactNoMail: [
    "这台服务器不发邮件；通知请看“通知”页。留下邮箱或电话，经办人可以联系您；不填也能投票。",
    "This server sends no mail; you find your notices under “Notices”. With an address or a number here officers can reach you. You can vote without.",
  ],
  contactSaved: ["已保存。", "Saved."],
  contactWrongMail: ["邮箱的写法不对。", "This is no e-mail address."],
  contactWrongPhone: ["电话只能有数字、空格、加号、括号和短横线。", "A telephone number has digits, spaces, “+”, “-” and brackets only."],
  save: ["保存", "Save"],
} as const;
