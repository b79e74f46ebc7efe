const CompanyIntegration = require('../models/CompanyIntegration');
const contacts = require('./contacts');
const messages = require('./messages');

async function findCompanyByFacebookPage(pageId) {
  return CompanyIntegration.findOne({ facebookChatId: pageId });
}

async function findCompanyByInstagramPage(pageId) {
  return CompanyIntegration.findOne({ instagramChatId: pageId });
}

/** One event of the platform's webhook: which company, which contact, what was said before. */
async function handleMessage({ platform, pageId, senderId, text }) {
  const integration =
    platform === 'facebook'
      ? await findCompanyByFacebookPage(pageId)
      : await findCompanyByInstagramPage(pageId);
  if (!integration) return { handled: false, reason: `no company has the ${platform} page ${pageId}` };

  const company = { _id: integration.companyId };
  const contact =
    platform === 'facebook'
      ? await contacts.findByFacebookId(company, senderId)
      : await contacts.findByInstagramId(company, senderId);
  if (!contact) return { handled: false, reason: `${integration.companyName} does not know this sender` };

  const history = await messages.lastMessages(contact._id);
  await messages.append(contact, platform, 'user', text);
  return {
    handled: true,
    company: integration.companyName,
    contact: contact.fullName,
    history: history.length,
  };
}

module.exports = { handleMessage };
