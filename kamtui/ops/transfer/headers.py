"""Names of columns, in English and Chinese and as the well-known CRMs write them, and the field each one means.

Compared without case, spaces, underscores, punctuation and a trailing "*". For one field the earlier name wins. A word
marked "!" names the thing itself and nothing else: seeing it says what the rows are.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cache

_NOT_WORD = re.compile(r"[\W_]+")
_IN_BRACKETS = re.compile(r"\s*[(（\[][^()（）\[\]]*[)）\]]\s*$")

_NAMES: dict[str, dict[str, str]] = {
    "accounts": {
        "id": "id accountid customerid customernumber customerno customercode accountnumber accountcode accountno companyid"
        " clientid externalid recordid donotmodifyaccount organizationpipedrivesystemid 客户编号 客户编码 客户号 客户代码 客户id",
        "name": "accountname! companyname! customername! clientname! organizationname! organisationname! company account"
        " customer client organization organisation name 客户名称! 公司名称! 单位名称 企业名称 客户全称 客户 公司 名称 organizacenázev!",
        "parent": "parentaccount parentcompany parent subsidiaryof parentid parentaccountid parentname 上级客户 父级客户编码"
        " 上级公司 所属集团 集团 母公司",
        "owner": "accountowner companyowner owner accountmanager keyaccountmanager kam salesrep salesperson accountrepresentative"
        " organizationowner ownername 负责人登录名 负责人 客户经理 所有者 业务员 销售员 归属人",
        "tier": "tier accounttier customertier abcclass 客户级别 客户等级 级别 等级",
        "status": "relationshipstatus relationship status 关系状态 客户关系",
        "kind": "kind customertype accounttype 客户类型 客户性质 主体类型",
        "industry": "industry sector trade businesstype vertical 行业 所属行业",
        "region": "region territory billingstate billingstateprovince state stateprovince province salesregion 省份 省 地区 区域 大区",
        "country": "country billingcountry countryregion addresscountry officelocation 国家",
        "city": "city billingcity address1city town 城市 市",
        "address": "address billingstreet billingaddress street address1 addressline1 address1street organizationaddress"
        " legalentityaddress address1formatted 详细地址 公司地址 地址",
        "phone": "companyphone companymainphone mainphone phone phonenumber telephone tel businessphone telephone1 公司电话 联系电话 电话",
        "website": "website websiteurl companydomainname domain url webpage web homepage 公司网址 网址 网站",
        "currency": "currency currencycode defaultcurrency 币种 货币",
        "alias": "alias aliases shortname abbreviation alsoknownas 客户简称 简称 别名",
        "note": "note notes description remarks remark comment comments 备注 说明 描述",
    },
    "contacts": {
        "id": "contactid! personid! donotmodifycontact! personpipedrivesystemid! id recordid externalid 联系人编号! 联系人id!",
        "account": "accountid accountnameid customerid customernumber companyid associatedcompanyids organizationid clientid"
        " customercode account 客户编号 客户编码 客户号",
        "account_name": "accountname companyname company customername customer organizationname organization organisation"
        " associatedcompany associatedcompanyprimary organization1name client clientname employer 客户名称 公司名称 客户 公司 单位"
        " 单位名称 organizace",
        "name": "contactname! fullname! personname! contactperson! primarycontact! primarycontactname! displayname! fileas contact"
        " person leadname name 联系人姓名! 联系人! 客户联系人! 姓名! osobajménoapříjmení!",
        "first_name": "firstname! givenname! contactfirstname! personfirstname! forename! 名",
        "last_name": "lastname! familyname! surname! contactlastname! personlastname! 姓",
        "title": "jobtitle contacttitle position organizationtitle organization1title title role 职务 职位 岗位 头衔",
        "level": "level seniority managementlevel jobrole 层级 级别",
        "function": "function department dept organization1department organizationdepartment 职能 部门",
        "email": "email emailaddress email1 email1value primaryemail personemail personemailwork workemail businessemail mail"
        " emailprimarycontact 电子邮箱 邮箱 电子邮件 邮件 osobaemail",
        "phone": "businessphone workphone contactphone personphone phone1value phonenumber phone primaryphone telephone tel directphone"
        " officephone 联系电话 办公电话 电话 座机",
        "mobile": "mobilephone mobilephonenumber mobile mobilenumber cellphone cell phone2value 手机号码 手机号 手机 移动电话",
        "reports_to": "reportsto reportstoid manager managersname supervisor boss 上级 直属上级 汇报对象 汇报给",
        "note": "note notes description remarks comments 备注 说明",
    },
    "sales": {
        "account": "account accountid customerid customernumber customerno customercode accountnumber accountcode companyid clientid"
        " soldto soldtoparty billto 客户编号 客户编码 客户号 客户代码",
        "account_name": "accountname customername companyname clientname customer client company organization organisation buyer"
        " 客户名称 公司名称 客户 公司 单位名称",
        "number": "number invoiceno! invoicenumber! invoice invoiceid! orderid! orderno! ordernumber! documentno! documentnumber"
        " docno salesorder! salesorderno! transactionid receiptno voucherno 销售订单号! 订单编号! 订单号! 发票号! 发票号码! 单据编号! 单号"
        " 合同编号",
        "date": "date invoicedate! orderdate! documentdate postingdate saledate! salesdate! transactiondate bookingdate purchasedate"
        " invoiced month period 订单日期! 下单日期! 开票日期! 销售日期! 订货日期! 订单签订的日期! 签订日期 单据日期! 成交日期 日期 月份",
        "amount": "amount netamount netrevenue nettotal salesamount orderamount invoiceamount netsales revenue sales turnover"
        " totalamount ordertotal invoicetotal total linetotal net 销售金额 订单金额 开票金额 销售额 总金额 金额 总额 合计",
        "currency": "currency currencycode curr ccy currencyisocode 币种 货币",
        "profit": "profit grossprofit 毛利 利润 毛利润",
        "cost": "cost costs cogs totalcost costofgoodssold 成本 销售成本",
        "kind": "kind documenttype doctype 单据类型",
        "owner": "owner salesperson salesrep rep soldby seller accountowner 业务员 销售员 销售代表 负责人",
        "country": "country customercountry countryregion billingcountry shipcountry 国家",
    },
    "touches": {
        "account": "account accountid customerid customernumber companyid relatedtoid organizationid whatid 客户编号 客户编码 客户号",
        "account_name": "accountname customername companyname customer company organization regarding relatedto client 客户名称"
        " 公司名称 客户 公司",
        "contact": "contact contactname contactid contactnameid whoid contactperson person people attendees participants"
        " associatedcontact 联系人姓名 联系人 参与人",
        "at": "at activitydatetime startdatetime activitydate! timestamp datetime activityduedate callstarttime! meetingdate! visitdate!"
        " calldate! contactdate! touchdate! date startdate scheduledstart duedate when 拜访时间! 拜访日期! 跟进时间! 跟进日期! 活动时间!"
        " 活动日期! 沟通时间! 联系时间! 联系日期! 时间 日期",
        "time": "activityduetime starttime time duetime",
        "kind": "kind activitytype! touchtype! interactiontype! contacttype calltype tasksubtype channel method type 跟进方式! 拜访方式!"
        " 沟通方式! 联系方式 活动类型! 拜访类型! 方式 类型",
        "minutes": "minutes durationinminutes durationminutes durationmin duration activityduration callduration 时长分钟 时长 分钟",
        "state": "state activitystatus status callstatus taskstatus activitydone done completed isclosed 活动状态 完成状态 状态",
        "summary": "summary comment comments notes note notebody! notecontent! description body details activitynote fullcomments"
        " 跟进内容! 拜访内容! 沟通内容! 跟进记录! 拜访记录! 内容 纪要 摘要 备注 小结",
        "subject": "subject activitysubject! calltitle! meetingtitle! topic 主题 标题",
        "by": "by loggedby author createdby activityassignedtouser assignedto assignedtouser owner activityowner user employee ownerid"
        " 跟进人 拜访人 记录人 创建人 负责人",
        "key": "key activityid! touchid! taskid! eventid! donotmodifyactivity! activitypipedrivesystemid! id recordid 记录编号 编号",
    },
}

OPPORTUNITIES = frozenset(
    "stage stagename dealstage dealname dealtitle dealstagepipeline opportunityid opportunityname probability closingdate"
    " 商机 商机名称 销售阶段 商机阶段 obchodnázev obchodfáze".split()
)
"""Columns that only opportunities have: hopes, not sales."""

INVOICES = frozenset("duedate due settleddate paidon paiddate paymentdate daysoverdue 到期日 应收日期 未收款 已收款".split())
"""Columns that only invoices with their payment have."""


def key(header: str) -> str:
    """A header as it is compared: no case, width, spaces, underscores or punctuation."""
    return _NOT_WORD.sub("", unicodedata.normalize("NFKC", header).casefold())


def keys(header: str) -> tuple[str, ...]:
    """The forms under which a header is looked up: whole, and without what stands in brackets behind it."""
    whole = key(header)
    shorter = key(_IN_BRACKETS.sub("", header))
    return (whole, shorter) if shorter and shorter != whole else (whole,)


@cache
def names(target: str) -> dict[str, dict[str, int]]:
    """Field -> known header key -> rank; lower is better."""
    return {
        field: {name.rstrip("!"): rank for rank, name in enumerate(listed.split())}
        for field, listed in _NAMES[target].items()
    }


@cache
def telling(target: str) -> frozenset[str]:
    """Header keys that say by themselves that rows are of this target."""
    return frozenset(name[:-1] for listed in _NAMES[target].values() for name in listed.split() if name.endswith("!"))


@cache
def _all() -> frozenset[str]:
    return frozenset(name for target in _NAMES for field in names(target).values() for name in field)


def familiar(cells: Sequence[str]) -> int:
    """How many cells are names of columns we know."""
    known = _all()
    return sum(1 for cell in cells if any(form in known for form in keys(cell)))
