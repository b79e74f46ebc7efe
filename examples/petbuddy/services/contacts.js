const Contact = require('../models/Contact');

/** Every message starts with this look-up. */
async function findByFacebookId(company, senderId) {
  const contact = await Contact.findOne({
    companyId: company._id,
    'social.facebookId': senderId,
  });
  return contact;
}

async function findByInstagramId(company, senderId) {
  return Contact.findOne({ companyId: company._id, 'social.instagramId': senderId })
    .select('fullName phone social')
    .lean();
}

async function recentlyActive(companyId, limit = 20) {
  return Contact.find({ companyId, contactStatus: 'active' })
    .sort({ lastMessageAt: -1 })
    .limit(limit)
    .select('fullName lastMessageAt')
    .lean();
}

module.exports = { findByFacebookId, findByInstagramId, recentlyActive };
