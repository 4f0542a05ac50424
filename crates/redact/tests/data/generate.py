#!/usr/bin/env python3
"""Makes the labelled set: case papers about nobody, with every identifier marked. Seeded: the same bytes on every machine.

    python3 crates/redact/tests/data/generate.py

Writes labelled.jsonl (identifiers with a form, near misses between them) and names.jsonl (names of a case, inflected and
misspelt) beside this file. Shares no code with the detector: check digits are computed here anew. Numbers are from ranges
kept for fiction, documentation and tests wherever there is one (Ofcom drama numbers, RFC 5737 and 3849, example.org, NHS
numbers from 999, test cards); the rest are made up. No name is that of a person the author knows of.
"""
import json
import pathlib
import random

HERE = pathlib.Path(__file__).parent
R = random.Random(20261126)
PNC = "ZABCDEFGHJKLMNPQRTUVWXY"


def digits(count):
    return "".join(R.choice("0123456789") for _ in range(count))


def letters(count, of="ABCDEFGHJKLMNPRSTUVWXY"):
    return "".join(R.choice(of) for _ in range(count))


def nhs():
    while True:
        front = "999" + digits(6)
        total = sum(int(d) * w for d, w in zip(front, range(10, 1, -1)))
        check = 11 - total % 11
        if check == 10:
            continue
        full = front + str(0 if check == 11 else check)
        return R.choice([f"{full[:3]} {full[3:6]} {full[6:]}", f"{full[:3]}-{full[3:6]}-{full[6:]}", full])


def nino():
    while True:
        prefix = R.choice("ABCEGHJKLMNOPRSTWXYZ") + R.choice("ABCEGHJKLMNPRSTWXYZ")
        if prefix not in {"BG", "GB", "KN", "NK", "NT", "TN", "ZZ"}:
            break
    a, b, c, s = digits(2), digits(2), digits(2), R.choice("ABCD")
    return R.choice([f"{prefix} {a} {b} {c} {s}", f"{prefix}{a}{b}{c}{s}", f"{prefix.lower()}{a}{b}{c}{s.lower()}", f"{prefix}-{a}-{b}-{c}-{s}"])


def postcode():
    inward = digits(1) + letters(2, "ABDEFGHJLNPQRSTUWXYZ")
    outward = R.choice([f"{R.choice(['TS', 'LE', 'CF', 'SA', 'NR', 'EX', 'DH', 'LL'])}{R.randint(1, 35)}", f"{R.choice('BGLMNS')}{R.randint(1, 45)}",
                        f"W1{R.choice('ABCDFGHJKPSTUW')}", f"EC{R.randint(1, 4)}{R.choice('AMNPRVY')}", f"SW1{R.choice('AEHPVWXY')}", f"ZZ{R.randint(10, 99)}"])
    return R.choice([f"{outward} {inward}"] * 4 + [f"{outward}{inward}"])


def vrn():
    year = R.choice([f"{R.randint(2, 25):02}", str(R.randint(51, 75))])
    current = letters(2, "ABCDEFGHJKLMNOPRSTUVWXY") + year
    tail = letters(3, "BCDFGHJKLMNPRSTVWXYZ")
    return R.choice([f"{current} {tail}"] * 5 + [f"{current}{tail}", f"{R.choice('ABCDEFGHJKLMNPRSTVWXY')}{R.randint(100, 999)} {tail[:1].replace('Z', 'Y')}{tail[1:]}",
                     f"{tail.replace('Z', 'Y')} {R.randint(100, 999)}{R.choice('ABCDEFGHJKLMNPRSTVWXY')}"])


def pnc():
    year, serial = R.randint(0, 99), R.randint(100, 9999999)
    letter = PNC[int(f"{year:02}{serial:07}") % 23]
    century = "20" if year < 27 else "19"
    return R.choice([f"{year:02}/{serial}{letter}", f"{century}{year:02}/{serial:07}{letter}"])


def cro():
    year, serial = R.randint(50, 99), R.randint(1000, 999999)
    if R.random() < 0.3:
        return f"SF{year}/{serial}{PNC[int(f'{year}{serial}') % 23]}"
    return f"{serial}/{year}{PNC[int(f'{year}{serial:06}') % 23]}"


def luhn(front):
    total = 0
    for place, digit in enumerate(reversed(front)):
        value = int(digit)
        if place % 2 == 0:
            value = value * 2 - 9 if value > 4 else value * 2
        total += value
    return front + str(-total % 10)


def card():
    full = luhn(R.choice(["400000", "555555", "222100"]) + digits(9))
    return R.choice([full, " ".join(full[i:i + 4] for i in range(0, 16, 4)), "-".join(full[i:i + 4] for i in range(0, 16, 4))])


def imei():
    full = luhn(R.choice(["35", "86", "01"]) + digits(12))
    return R.choice([full, f"{full[:2]} {full[2:8]} {full[8:14]} {full[14]}", f"{full[:2]}-{full[2:8]}-{full[8:14]}-{full[14]}"])


def iban():
    tail = "TEST" + digits(14)
    value = int("".join(str(int(c, 36)) for c in tail + "GB00"))
    full = f"GB{98 - value % 97:02}{tail}"
    return R.choice([full, " ".join(full[i:i + 4] for i in range(0, 22, 4))])


def phone():
    last = digits(3)
    return R.choice([f"07700 900{last}", f"07700900{last}", f"07700 900 {last}", f"+44 7700 900{last}", f"+44 (0)7700 900{last}", f"+447700900{last}", f"01632 960{last}", f"(01632) 960{last}",
                     f"020 7946 0{last}", f"0117 496 0{last}", f"0044 7700 900{last}", f"0808 157 0{last}", f"07700-900-{last}", f"029 2018 0{last}"])


WORDS = ["river", "candle", "maple", "tunnel", "orbit", "puzzle", "lantern", "copper", "meadow", "saddle", "violin", "harbour"]


def email():
    a, b = R.sample(WORDS, 2)
    return R.choice([f"{a}.{b}{digits(2)}@example.org", f"{a}_{b}@example.com", f"{a[0]}{b}+shop@mail.example.co.uk", f"{a}@{b}.example.net", f"{a.title()}.{b.title()}@example.org"])


def url():
    a, b = R.sample(WORDS, 2)
    return R.choice([f"https://www.example.org/{a}/{b}?id={digits(5)}", f"www.{a}-{b}.example.com/profile", f"http://example.com/{a}", f"{a}{b}.co.uk", f"https://example.net/u/{a}{digits(3)}"])


def ip():
    return R.choice([f"192.0.2.{R.randint(1, 254)}", f"198.51.100.{R.randint(1, 254)}", f"203.0.113.{R.randint(1, 254)}", f"2001:db8::{R.choice('abcdef')}{digits(3)}", f"2001:db8:{digits(2)}:1:{digits(3)}::{digits(1)}"])


def handle():
    a, b = R.sample(WORDS, 2)
    return R.choice([f"@{a}{b}{digits(2)}", f"@{a}_{b}", f"@{a}.{b}"])


MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"]


def day(years=(2021, 2025)):
    y, m, d = R.randint(*years), R.randint(1, 12), R.randint(1, 28)
    name = MONTHS[m - 1]
    suffix = {1: "st", 2: "nd", 3: "rd", 21: "st", 22: "nd", 23: "rd"}.get(d, "th")
    return R.choice([f"{d:02}/{m:02}/{y}", f"{d}/{m}/{y % 100:02}", f"{d} {name} {y}", f"{d}{suffix} {name} {y}", f"{y}-{m:02}-{d:02}", f"{d:02}.{m:02}.{y}", f"{d:02}-{m:02}-{y}", f"{name} {d}, {y}",
                     f"{d}{suffix} of {name}", f"{d} {name[:3]} {y}", f"{d} {name}"])


def birth():
    return day((1950, 2012))


def crime_ref():
    return R.choice([f"{R.randint(1, 63):02}/{digits(5)}/{R.randint(20, 25)}", f"{R.choice('123456789')}{digits(6)}/{R.randint(20, 25)}", f"{R.randint(20, 25)}*{digits(6)}", f"CRI{digits(8)}",
                     f"CVP-{R.randint(20, 25)}-{digits(6)}", f"20/{digits(6)}/{R.randint(20, 25)}", f"CR/{digits(6)}/{R.randint(20, 25)}"])


def crime_ref_labelled():
    return R.choice([f"{R.randint(20, 25)}000{digits(6)}", f"43{R.randint(20, 25)}0{digits(6)}", f"52{R.randint(20, 25)}{digits(6)}", f"47{R.randint(20, 25)}0{digits(6)}"])


def custody():
    return R.choice([f"{R.randint(1, 63):02}{letters(2)}/{digits(4)}/{R.randint(20, 25)}", f"{letters(2)}/{digits(5)}/{R.randint(20, 25)}"])


def collar():
    rank = R.choice(["PC", "PC", "DC", "PS", "Sgt", "PCSO", "Insp", "T/DC", "WPC"]).split("/")[-1]
    return R.choice([f"{rank} {R.choice('123456789')}{digits(3)}", f"{rank} {R.choice('123456789')}{digits(2)}", f"{rank}{R.choice('123456789')}{digits(3)}", f"{rank} {R.choice('123456789')}{digits(2)}{letters(2)}"])


def warrant():
    return f"P/{R.choice('123456789')}{digits(5)}"


STREETS = ["Fernlea", "Larkmoor", "Ashgarth", "Brindlewick", "Copperdale", "Duskwater", "Elmthorpe", "Foxmarsh", "Gorsefell", "Hollinbeck"]
TYPES = ["Road", "Street", "Avenue", "Lane", "Close", "Drive", "Crescent", "Terrace", "Gardens", "Court", "Way", "Grove", "Rd", "Walk", "Place"]
TOWNS = ["Testham", "Oldmere", "Nantwen", "Brackenport", "Saltwick"]


def street():
    return R.choice([f"{R.choice(STREETS)} {R.choice(TYPES)}"] * 3 + [f"{R.choice(['Old', 'Upper', 'North'])} {R.choice(STREETS)} {R.choice(TYPES)}"])


def address():
    number = R.choice([str(R.randint(1, 240)), f"{R.randint(1, 90)}{R.choice('abAB')}", f"{R.randint(1, 50)}-{R.randint(51, 60)}"])
    return R.choice([f"{number} {street()}"] * 3 + [f"Flat {R.randint(1, 30)}, {number} {street()}", f"Flat {R.randint(1, 9)}{R.choice('AB')}, {R.randint(1, 90)} {street()}", f"{number}, {street()}"])


def school():
    return R.choice([f"{R.choice(STREETS)} Primary School", f"{R.choice(STREETS)} Academy", f"{R.choice(TOWNS)} High School", f"Ysgol {R.choice(['Glanwern', 'Penfelin'])}", f"{R.choice(STREETS)} College", f"St Tybie's School"])


def firm():
    return R.choice([f"{R.choice(STREETS)} Foods", f"{R.choice(STREETS)} Haulage Ltd", f"{R.choice(TOWNS)} Motors", f"{R.choice(STREETS)} Garage", f"{R.choice(STREETS)} Solicitors"])


def three_words():
    return "///" + ".".join(R.sample(WORDS, 3))


def sort_code():
    return f"{R.randint(10, 99)}-{digits(2)}-{digits(2)}"


def account():
    return R.choice("123456789") + digits(7)


# Each template names its types in braces; {LOWER:...} makers are looked up in MAKERS. What stands in braces is the label.
MAKERS = {
    "NHS": nhs, "NINO": nino, "POSTCODE": postcode, "VRN": vrn, "PNC": pnc, "CRO": cro, "CUSTODY": custody, "COLLAR": collar, "WARRANT": warrant, "CRIME_REF": crime_ref,
    "CRIME_REF!": crime_ref_labelled, "PHONE": phone, "EMAIL": email, "URL": url, "IP": ip, "HANDLE": handle, "DOB": birth, "DATE": day, "ADDRESS": address, "SCHOOL": school, "WORKPLACE": firm,
    "W3W": three_words, "BANK": sort_code, "BANK!": account, "CARD": card, "IBAN": iban, "IMEI": imei,
}
TEMPLATES = [
    "The victim's NHS number is {NHS}.", "Ambulance crew noted {NHS} on the form.", "Hospital record for patient {NHS} was obtained.",
    "National Insurance number {NINO} was given at the desk.", "He gave {NINO} as his number when asked for identification.", "Benefit claim under {NINO}, checked by the officer.",
    "The parcel was sent to {POSTCODE} in error.", "Officers patrolled the area around {POSTCODE} that week.", "Postcode {POSTCODE}.",
    "A silver Vauxhall Corsa, {VRN}, was seen leaving.", "The vehicle {VRN} was stopped by a patrol.", "VRN {VRN} showed no insurance.", "Witness noted the registration {VRN} of the van.", "The car's index was {VRN}, a blue Ford Fiesta.",
    "PNC {PNC} shows no previous convictions.", "PNC ID: {PNC}", "Checks on {PNC} returned two cautions.",
    "CRO {CRO} was confirmed by fingerprints.", "Criminal record number {CRO}.", "CRO number: {CRO}, checked.",
    "Custody number {CUSTODY}, detention authorised at 14:20.", "The custody record {CUSTODY} notes no injuries.", "Custody ref: {CUSTODY}",
    "{COLLAR} attended and took a first account.", "Body worn video from {COLLAR} was reviewed.", "The decision was explained by {COLLAR} at the station.",
    "The officer with warrant {WARRANT} signed the form.", "Authorised by {WARRANT} on the day shift.",
    "Crime reference {CRIME_REF} was allocated.", "Crime ref: {CRIME_REF}", "The report {CRIME_REF} was linked to it.", "See crime {CRIME_REF} for the earlier matter.",
    "Crime reference number {CRIME_REF!} was given to the victim.", "Crime ref {CRIME_REF!}.", "Occurrence {CRIME_REF!} refers.",
    "She can be reached on {PHONE} after six.", "Telephone {PHONE}.", "The suspect's mobile is {PHONE}.", "He rang from {PHONE} four times.", "Contact: {PHONE}, evenings only.",
    "Statement sent to {EMAIL} for signature.", "Email: {EMAIL}", "The messages came from {EMAIL}, which he denied.",
    "The listing at {URL} was saved.", "Footage is held at {URL}.", "He posted a link to {URL} in the group.",
    "The login came from {IP} at 03:12.", "IP address {IP} resolved to the household.", "Router log shows {IP}.",
    "The threats were posted by {HANDLE} in a group.", "Instagram {HANDLE} was blocked.", "He uses {HANDLE} and nothing else.",
    "Date of birth {DOB}.", "DOB: {DOB}", "She was born on {DOB} and lives alone.", "The suspect, born {DOB}, admitted it.",
    "The offence happened on {DATE}.", "Interviewed on {DATE} with a solicitor.", "Between {DATE} and {DATE} items went missing.", "On {DATE} he paid the compensation in full.",
    "The victim lives at {ADDRESS} with her son.", "Officers went to {ADDRESS}.", "He was found outside {ADDRESS}, shouting.", "Address: {ADDRESS}", "Entry was forced at {ADDRESS} overnight.",
    "The child attends {SCHOOL} in year nine.", "Staff of {SCHOOL} reported it.", "He was excluded from {SCHOOL} last term.",
    "She works for {WORKPLACE} as a driver.", "The van belongs to {WORKPLACE}.", "His manager at {WORKPLACE} was told.",
    "The bag was recovered at {W3W} by a dog walker.", "Location given as {W3W}.", "what3words {W3W}",
    "Sort code {BANK} account number {BANK!} received the money.", "The transfer went to sort code {BANK}, account {BANK!}.",
    "Card number {CARD} was used three times.", "The bank card {CARD} was cloned.", "Payment with {CARD} was refused.",
    "IBAN {IBAN} was on the invoice.", "Money was sent to {IBAN}, abroad.",
    "IMEI {IMEI} was blocked by the network.", "The handset, {IMEI}, was examined.", "Phone seized with IMEI: {IMEI}.",
]
# What looks like an identifier and is none.
NEAR = [
    "He was issued a community resolution under outcome code 8 and paid 45.50 in compensation.", "Section 39 of the Criminal Justice Act 1988 applies, not s.47 or s 20.", "Damage was valued at £1234567 by the insurer.",
    "The gravity score was 3 and rose to 4 after 2 factors.", "He is 34 years old and she is 41.", "Between 14:20 and 15:05 two men were seen.", "At 0930 hours the unit left; at 1015 it came back.", "Outcome 22 was considered and then outcome 20A.",
    "Stop code 105/07 and offence code 195/94 were recorded.", "Home Office class 8N and code 105A were used.", "Paragraph 3.2.14 of the guidance and paragraph 12.3 apply.", "Version 4.10.2 of the form was used.",
    "The fine was 120 pounds, with 85 in costs and a 34 surcharge.", "About 1,250,000 people live in the county.", "In June 2024 the panel met; in May 2023 it did not.", "The 2023-24 report counted 118 cases.", "Score 18/20 in the test and 7/10 before.",
    "Between 2019 and 2023 there were 1043 such cases.", "Items worth £350.00, £1,299.99 and £20 were taken.", "The bottle held 700 ml and he had drunk 35 cl.", "He was 6ft 2 and of slim build.", "Form MG11 and form MG5 were attached.", "The youth was 15 at the time, and 16 at the disposal.",
    "It was his 2nd offence within 24 months.", "Ratio 3:1 and 12:30 are no addresses.", "They went to Crown Court on 3 occasions.", "The 4 officers and 2 PCSOs left.", "A simple caution, under PACE Code G, at 10 am.", "See page 12 of 34, line 5.", "S18 GBH was considered, then s47 ABH.", "The limit was 35 micrograms and he blew 52.",
    "Room for 200 people, 40 tables.", "He drove at 47 mph in a 30 zone.", "Case 12 of 30 was discussed.", "The primary school was closed and the high street empty.", "Cannabis, 3.5 grams, class B, was found.", "Appendix 2(b)(iii) and Annex C refer.", "A total of 12345 stops was recorded.", "Question 4a: was the rationale clear? 9 of 11 said yes.", "The e.g. and i.e. of the form are explained.",
    "Rule 7.4.1.2 was followed.", "The time was 10:30:15 on the clock.", "The batch of 100000 leaflets was printed.", "Temperature was 21.5 and rose to 23.0.", "The rate was 0.45 against 0.38, p 0.0312.", "The score moved from 2.1.0 to 2.1.1.", "Every 28 days, for 16 weeks, he must attend.", "The road was wet; the lane was closed.", "The budget was 2500000 in 2024.", "Act of 1968, section 1(1), and Act of 1971, section 1.",
    "He is in the 18-24 band, she in 25-34.", "Ethnicity codes W1, A2 and IC3 were used.", "DASH answers 1-27: 14 yes.", "Batch 00123 held 40 forms.", "The code of 10 digits was not given.", "He lost 20 kg in 3 months.", "The A47 and the M1 were closed at J21.", "It took 90 minutes, 5400 seconds.", "Theft from shop, 49 pounds 99.", "Level 2, row 14, seat 7.",
]


def build(templates, near):
    spans, text = [], ""
    picked = R.sample(templates, R.randint(1, 3)) if isinstance(templates, list) else templates
    pieces = [(True, piece) for piece in picked] + [(False, piece) for piece in R.sample(near, R.randint(1, 3))]
    R.shuffle(pieces)
    for marked, piece in pieces:
        text += R.choice([" ", " ", "\n"]) if text else ""
        while marked and "{" in piece:
            front, rest = piece.split("{", 1)
            name, piece = rest.split("}", 1)
            value = MAKERS[name]()
            text += front
            spans.append([len(text), len(text) + len(value), name.rstrip("!")])
            text += value
        text += piece
    return {"text": text, "spans": spans}


def labelled():
    lines = []
    for round_ in range(24):
        order = TEMPLATES[:]
        R.shuffle(order)
        while order:
            take = [order.pop() for _ in range(min(len(order), R.randint(1, 3)))]
            lines.append(build(tuple(take), NEAR))
    return lines


NAMES = [
    ("victim", "Mared ap Testwell"), ("suspect", "Jorvin Quillfeather"), ("witness", "Blodwyn Penmaddoc-Thorneycroft"), ("officer", "Caspian Wraxley"), ("person", "Ottoline O'Brannagh"),
    ("person", "Samantha Fennimoor"), ("suspect", "William Dracklow"), ("victim", "Iwan Llwydcoed"), ("witness", "Zofia Brzozwick"), ("place", "Larkmoor Retail Park"), ("place", "Nantwenfa"),
]
NICK = {"Samantha": ["Sam", "Sammy"], "William": ["Bill", "Billy", "Will"]}
SENTENCES = [
    "{} was spoken to at the door.", "Later {} admitted it in full.", "It was {} who rang.", "The panel heard that {} had left by then.", "Then {} ran off.", "We saw {} near the shop.", "A text from {} was shown.", "He pushed {} twice and left.", "They argued with {} over money.",
    "The bag of {} was found.", "In interview {} denied it.", "No injuries were seen on {} that night.",
]


def misspell(word):
    while True:
        at = R.randrange(len(word))
        kind = R.randrange(4)
        if kind == 0:
            new = word[:at] + word[at + 1:]
        elif kind == 1:
            new = word[:at] + R.choice("abcdefghijklmnopqrstuvwxyz") + word[at:]
        elif kind == 2:
            new = word[:at] + R.choice("abcdefghijklmnopqrstuvwxyz") + word[at + 1:]
        else:
            new = word[:at] + word[at:at + 2][::-1] + word[at + 2:]
        new = new[:1].upper() + new[1:]
        if new != word and "-" not in word[max(0, at - 1):at + 2] and "'" not in word[max(0, at - 1):at + 2]:
            return new


def mention(role, name):
    given, surname = name.split()[0], name.split()[-1]
    if role == "place":
        return R.choice([name, name, name.upper(), " ".join(misspell(w) if w == given else w for w in name.split())])
    forms = [name, surname, given, f"{given[0]}. {surname}", f"{given[0]} {surname}", f"Mr {surname}", f"Ms {surname}", name.upper(), name.lower(), f"{surname}, {given}", name.replace(" ", "\n"), misspell(surname), misspell(surname), misspell(given), f"{given} {misspell(surname)}"]
    forms += NICK.get(given, []) + [f"{nick} {surname}" for nick in NICK.get(given, [])]
    if "-" in surname:
        forms += surname.split("-") + [surname.replace("-", " ")]
    if role == "officer":
        forms += [f"PC {surname}", f"DC {surname}"]
    return R.choice(forms)


def names():
    lines = [{"names": [f"{role}: {name}" for role, name in NAMES]}]
    for _ in range(900):
        role, name = R.choice(NAMES)
        sentence, said = R.choice(SENTENCES), mention(role, name)
        front, back = sentence.split("{}")
        before = R.choice(NEAR) + " "
        start = len(before) + len(front)
        possessive = R.choice(["", "", "'s coat and bag", "’s friend"]) if role != "place" and back.startswith(" ") else ""
        lines.append({"text": before + front + said + possessive + back, "spans": [[start, start + len(said), role.upper()]]})
    return lines


def write(name, lines):
    with open(HERE / name, "w", encoding="utf-8", newline="\n") as out:
        for line in lines:
            out.write(json.dumps(line, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    write("labelled.jsonl", labelled())
    write("names.jsonl", names())
