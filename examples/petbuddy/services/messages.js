const Message = require('../models/Message');

/** The conversation as the assistant sees it: the last 100 messages, newest first. */
async function lastMessages(contactId) {
  const messages = await Message.find({ contact_id: contactId }).sort({ created_at: -1 }).limit(100);
  return messages;
}

async function search(text) {
  return Message.find({ $text: { $search: text } })
    .limit(20)
    .lean();
}

async function append(contact, platform, role, content) {
  return Message.create({
    contact_id: contact._id,
    company_id: contact.companyId,
    platform,
    role,
    content,
  });
}

module.exports = { lastMessages, search, append };
