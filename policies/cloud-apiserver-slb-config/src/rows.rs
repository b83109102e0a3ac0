//! What the catalogue says about this rule's rows. Generated from `policies/catalogue.yaml` by `make bless`.

use redline_engine::{Bilingual, Row};

#[rustfmt::skip]
pub(crate) const ROWS: &[Row] = &[
    Row {
        id: "2",
        impact: Bilingual {
            en: "requests to the API server fail and the cluster malfunctions",
            zh: "访问 API Server 失败，集群无法正常工作",
        },
        way_back: Bilingual {
            en: "set listeners, server groups, ACLs and tags back to what they were",
            zh: "将监听、服务器组、访问控制和标签改回原配置",
        },
        instead: Bilingual {
            en: "set the API server's access control and public endpoint on the cluster page of the ACK console",
            zh: "在 ACK 控制台的集群页面设置 API Server 的访问控制和公网访问",
        },
    },
];
