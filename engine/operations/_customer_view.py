"""A customer user as answers show one: the keys of the reference's customer records.

Source: ticket-operations reference 2.5, the keys of a customer's session.
"""

from dsl.values import Value
from engine.model.desk import DeskReader
from engine.model.people import CustomerCompany, CustomerUser
from engine.model.system_time import stamp
from engine.operations._address import customer_address
from engine.operations._setting import system_zone

USER_COLUMNS = {
    "UserLogin": "login",
    "UserEmail": "email",
    "UserCustomerID": "customer_id",
    "UserFirstname": "first_name",
    "UserLastname": "last_name",
    "UserTitle": "title",
    "UserPhone": "phone",
    "UserFax": "fax",
    "UserMobile": "mobile",
    "UserStreet": "street",
    "UserZip": "zip",
    "UserCity": "city",
    "UserCountry": "country",
    "UserComment": "comments",
}
"""The keys that can be searched by, and the columns of `customer_user` they stand for."""

_COMPANY_COLUMNS = {
    "CustomerCompanyStreet": "street",
    "CustomerCompanyZIP": "zip",
    "CustomerCompanyCity": "city",
    "CustomerCompanyCountry": "country",
    "CustomerCompanyURL": "url",
    "CustomerCompanyComment": "comments",
}


def customer_view(user: CustomerUser, desk: DeskReader) -> dict[str, Value]:
    """Return what is known of a customer user and the own company; nothing of passwords."""
    zone, company = system_zone(desk), desk.customer_company(user.customer_id)
    view: dict[str, Value] = {
        "UserID": user.login,
        "UserLogin": user.login,
        "UserEmail": user.email,
        "UserFirstname": user.first_name,
        "UserLastname": user.last_name,
        "UserFullname": f"{user.first_name} {user.last_name}",
        "UserMailString": customer_address(user),
        "UserCustomerID": user.customer_id,
        "UserCustomerIDs": list(desk.customer_ids(user.login)),
        "Valid": int(user.is_valid),
        "CreateTime": stamp(user.create_time, zone),
        "ChangeTime": stamp(user.change_time, zone),
    }
    for key, column in USER_COLUMNS.items():
        if column in user.details:
            view[key] = user.details[column] or ""
    return view | (_company_view(company) if company else {})


def _company_view(company: CustomerCompany) -> dict[str, Value]:
    view: dict[str, Value] = {
        "CustomerCompanyName": company.name,
        "CustomerCompanyValid": int(company.is_valid),
    }
    for key, column in _COMPANY_COLUMNS.items():
        view[key] = company.details.get(column) or ""
    return view
