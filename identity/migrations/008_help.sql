-- SPDX-License-Identifier: Apache-2.0

-- +goose Up
CREATE TABLE help_offers ( -- what people offer to do for neighbours
    community TEXT NOT NULL REFERENCES communities (id),
    person    TEXT NOT NULL, -- pseudonym
    skills    TEXT NOT NULL, -- separated by commas
    times     BIGINT NOT NULL, -- volunteer.Times
    at        BIGINT NOT NULL,
    PRIMARY KEY (community, person)
);

CREATE TABLE help_asks ( -- what they ask for
    community TEXT NOT NULL REFERENCES communities (id),
    id        TEXT NOT NULL,
    person    TEXT NOT NULL, -- pseudonym
    unit      TEXT NOT NULL, -- pseudonym of the household
    skill     TEXT NOT NULL,
    times     BIGINT NOT NULL, -- volunteer.Times
    words     TEXT NOT NULL, -- encrypted, base64url
    until     BIGINT NOT NULL, -- after which it is no longer shown
    helper    TEXT NOT NULL DEFAULT '', -- pseudonym of who has agreed to help; '' as long as nobody has
    at        BIGINT NOT NULL,
    PRIMARY KEY (community, id)
);
CREATE INDEX help_asks_person ON help_asks (community, person);
CREATE INDEX help_asks_until ON help_asks (community, until);

-- +goose Down
DROP TABLE help_asks;
DROP TABLE help_offers;
